import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { CreatedApp } from './create-app.ts';

/** Context of an app that is to be judged: warnings count, and the report comes with the error. */
export const STRICT_CONTEXT = {
  '@aws-cdk/core:strictCfnValidateErrors': true,
  '@aws-cdk/core:appMode': 'inmemory',
} as const;

/**
 * Synthesizes an app, made with the strict context, under CDK's own validator and cdk-nag's AWS Solutions rules.
 *
 * @returns what they found, as text to read; undefined when they found nothing
 */
export function problemsOf({ app }: Pick<CreatedApp, 'app'>): string | undefined {
  // Whoever skips the validator to save time goes on doing so; here it is the point.
  const { CDK_VALIDATION } = process.env;
  delete process.env.CDK_VALIDATION;
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    if (CDK_VALIDATION !== undefined) process.env.CDK_VALIDATION = CDK_VALIDATION;
  }
}
