import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib/core';
import { z } from 'zod';
import { releases } from '../bundling/index.ts';
import { parseSettings, SETTINGS_KEY, SettingsError } from './settings.ts';
import { CanaryDeploymentLatticeStack, STACK_NAME } from './stack.ts';

/** The release that is published unless the context names another: `-c release=2.0.0`. */
export const DEFAULT_RELEASE = '1.0.0';

/** What the CLI switches on; on without it too, so that both make the same template. */
const METADATA = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

export interface BundleFolders {
  /** Holds one folder per handler. */
  readonly handlers: string;
  /** Holds the release's own bundle. */
  readonly release: string;
}

export interface CreateAppOptions {
  /** Called with the release to publish, once the settings are known to be good. */
  readonly bundle: (release: string) => BundleFolders;
  /** Context on top of cdk.json's. The CLI's context, or CDK_CONTEXT_JSON, goes on top of both. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the template goes. @default - what CDK_OUTDIR says, otherwise a temporary folder */
  readonly outdir?: string;
}

export interface CreatedApp {
  readonly app: App;
  readonly stack: CanaryDeploymentLatticeStack;
}

/**
 * The app with its one stack. cdk.json's context is read here too, so that an app that runs without the CLI makes
 * the very template that the CLI deploys.
 *
 * @throws SettingsError when the settings or the release cannot be used
 */
export function createApp({ bundle, context, outdir }: CreateAppOptions): CreatedApp {
  const app = new App({
    context: { ...projectContext(), ...METADATA, ...context },
    // Otherwise the CLI adds a resource to the template that a run without it does not have.
    analyticsReporting: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const settings = parseSettings(app.node.tryGetContext(SETTINGS_KEY));
  const release = releaseFrom(app.node.tryGetContext('release'));
  const bundles = bundle(release);
  const stack = new CanaryDeploymentLatticeStack(app, STACK_NAME, {
    settings,
    release,
    releaseBundle: bundles.release,
    handlerBundles: bundles.handlers,
  });
  return { app, stack };
}

function projectContext(): Readonly<Record<string, unknown>> {
  const file = new URL('../../cdk.json', import.meta.url);
  const schema = z.object({ context: z.record(z.string(), z.unknown()) });
  return schema.parse(JSON.parse(readFileSync(file, 'utf8'))).context;
}

function releaseFrom(given: unknown): string {
  const known = releases();
  const release = given ?? DEFAULT_RELEASE;
  if (typeof release === 'string' && known.includes(release)) return release;
  throw new SettingsError(`release: got ${JSON.stringify(release)}; expected one of ${known.join(', ')}`);
}
