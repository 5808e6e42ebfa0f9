import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CfnResource, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { createCloud } from 'local-aws';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { ownApp, ownFunction } from './own-app.ts';
import { synthesizedStack } from './synthesized.ts';

async function newCloud() {
  const folder = mkdtempSync(join(tmpdir(), 'kept-'));
  const cloud = await createCloud({ speed: 60, outDir: join(folder, 'out'), warm: false });
  onTestFinished(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const code = join(folder, 'code');
  mkdirSync(code);
  /** Deploys one service whose function stands under that construct id, with other code each time. */
  const deploy = async (id: string, source: string, change = (_fn: CfnResource) => {}) => {
    writeFileSync(join(code, 'index.mjs'), `export const handler = async () => '${source}';`);
    const { app, handlerBundles } = ownApp();
    const stack = new Stack(app, 'Shop');
    const fn = ownFunction(stack, { code: lambda.Code.fromAsset(code) }, id);
    change(fn.node.defaultChild as CfnResource);
    new LatticeCanary(stack, 'Canary', { handlerBundles, fn, protocol: 'HTTP' });
    return cloud.deploy(app.synth().directory);
  };
  return { cloud, deploy };
}

describe('another function in place of the one that serves', () => {
  it('is refused before anything is touched: its version 1 would be live without a release', async () => {
    const { cloud, deploy } = await newCloud();
    await deploy('Orders', 'one');
    const functions = () => cloud.functions.registry.all().map(({ name }) => name);
    const before = functions();
    await expect(deploy('OrdersV2', 'two')).rejects.toThrow(
      /Rules\.\w+: Shop\/Canary: fn is another function than the one that serves.*--parameters "\w+=OrdersV2\w+ Zip"/,
    );
    expect(functions()).toEqual(before);
  });

  it('is not seen in new code of the same, nor in another id that is told to be the same', async () => {
    const { deploy } = await newCloud();
    const { stack } = await deploy('Orders', 'one');
    const [kept = ''] = stack.Parameters?.map(({ ParameterValue }) => ParameterValue.split(' ')[0] ?? '') ?? [];
    expect((await deploy('Orders', 'two')).stack.StackStatus).toBe('UPDATE_COMPLETE');
    const moved = deploy('OrdersV2', 'three', (fn) => fn.overrideLogicalId(kept));
    expect((await moved).stack.StackStatus).toBe('UPDATE_COMPLETE');
  });
});

/** What the stack is told to remember. */
function identity(make: (stack: Stack) => lambda.Function): unknown {
  const { app, handlerBundles } = ownApp();
  const stack = new Stack(app, 'Shop');
  new LatticeCanary(stack, 'Canary', { handlerBundles, fn: make(stack) });
  const { template } = synthesizedStack(app, stack);
  const { Parameters } = template as unknown as { Parameters: Record<string, { Default: unknown }> };
  return Object.entries(Parameters).find(([name]) => name.startsWith('CanaryReleasedFunction'))?.[1].Default;
}

const image = (stack: Stack) =>
  new lambda.DockerImageFunction(stack, 'Orders', {
    code: lambda.DockerImageCode.fromEcr(ecr.Repository.fromRepositoryName(stack, 'Images', 'orders')),
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
  });
const forTenants = (stack: Stack) => {
  const fn = ownFunction(stack);
  (fn.node.defaultChild as CfnResource).addPropertyOverride('TenancyConfig.TenantIsolationMode', 'PER_TENANT');
  return fn;
};

describe('the function that a stack remembers', () => {
  it('is another when Zip becomes Image, or its tenancy changes', () => {
    expect(identity(ownFunction)).toMatch(/^Orders[0-9A-F]{8} Zip$/);
    expect(identity(image)).toMatch(/^Orders[0-9A-F]{8} Image$/);
    expect(identity(forTenants)).toMatch(/^Orders[0-9A-F]{8} Zip .*PER_TENANT/);
  });

  it('is none in a nested stack, whose parameters its parent passes', () => {
    const { app, handlerBundles } = ownApp();
    const nested = new NestedStack(new Stack(app, 'Shop'), 'Inner');
    const canary = new LatticeCanary(nested, 'Canary', { handlerBundles, fn: ownFunction(nested) });
    expect(canary.node.tryFindChild('ReleasedFunction')).toBeUndefined();
  });
});
