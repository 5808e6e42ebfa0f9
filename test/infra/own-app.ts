import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { SynthesisMessageLevel } from 'aws-cdk-lib/cx-api';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { onTestFinished } from 'vitest';
import { LatticeCanary, type LatticeCanaryProps } from '../../infra/constructs/lattice-canary.ts';
import { stubBundles, synthesizedStack, type Synthesized } from './synthesized.ts';

/** An app of somebody else's, with functions of their own and stub bundles for the handlers. */
export interface OwnApp {
  readonly app: App;
  readonly handlerBundles: string;
}

/** Its folder is there until the test is over. */
export function ownApp(context: Readonly<Record<string, unknown>> = {}): OwnApp {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-own-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    app: new App({ outdir: join(folder, 'out'), analyticsReporting: false, context }),
    handlerBundles: stubBundles(folder, '1.0.0').handlers,
  };
}

/** A function as docs/own-function.md tells to write it, perhaps with other properties. */
export function ownFunction(stack: Stack, props: Partial<lambda.FunctionProps> = {}, id = 'Orders'): lambda.Function {
  return new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 })'),
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    ...props,
  });
}

interface OwnStack {
  readonly stack: Stack;
  readonly canary: LatticeCanary;
  readonly synthesize: () => Synthesized;
}

type MoreProps = Partial<LatticeCanaryProps> | ((stack: Stack) => Partial<LatticeCanaryProps>);

/** A stack `Shop` with one function and `new LatticeCanary(this, 'Canary', { fn, ... })`. */
export function ownStack(more: MoreProps = {}, stackProps: StackProps = {}): OwnStack {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, 'Shop', stackProps);
  const props = typeof more === 'function' ? more(stack) : more;
  const canary = new LatticeCanary(stack, 'Canary', { handlerBundles, fn: props.fn ?? ownFunction(stack), ...props });
  return { stack, canary, synthesize: () => synthesizedStack(app, stack) };
}

/** What synthesis warns of in the stack of that name. */
export function warningsIn(app: App, stackName: string): readonly string[] {
  const { messages } = app.synth().getStackByName(stackName);
  return messages.flatMap(({ id, level, entry: { data } }) =>
    level === SynthesisMessageLevel.WARNING ? [`${id}: ${JSON.stringify(data)}`] : [],
  );
}
