import { type App, Aspects, CfnResource, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { ownApp, ownFunction, ownStack, warningsIn } from './own-app.ts';
import { synthesizedStack } from './synthesized.ts';

/** What the rest of an app does to everything in it reaches this construct too. */
function appWith(change: (app: App, stack: Stack) => void, context: Readonly<Record<string, unknown>> = {}) {
  const { app, handlerBundles } = ownApp(context);
  const stack = new Stack(app, 'Shop');
  new LatticeCanary(stack, 'Canary', { handlerBundles, fn: ownFunction(stack) });
  change(app, stack);
  return { synthesize: () => synthesizedStack(app, stack), warnings: () => warningsIn(app, 'Shop') };
}

const EXPLICIT = { '@aws-cdk/core:explicitStackTags': true };
const UNTAGGED = ['Listener', 'ProductionTargetGroup', 'CanaryTargetGroup'].map((id) => `Canary/Lattice/${id}`);

describe('tags of an app', () => {
  it.each([...UNTAGGED, 'Canary/Dashboard/Dashboard'])('do not reach %s', (path) => {
    const { synthesize } = appWith((app) => Tags.of(app).add('team', 'shop'), EXPLICIT);
    const synth = synthesize();
    expect(synth.properties(path)).not.toHaveProperty('Tags');
    expect(synth.properties('Canary/Lattice/Service')['Tags']).toEqual([{ Key: 'team', Value: 'shop' }]);
  });

  it('nor do those of the resource itself', () => {
    const { canary, stack, synthesize } = ownStack();
    Tags.of(canary.lattice.listener).add('team', 'shop');
    canary.lattice.canaryTargetGroup.tags.setTag('team', 'shop');
    const { template } = synthesize();
    for (const { logicalId } of [canary.lattice.listener, canary.lattice.canaryTargetGroup])
      expect(template.Resources[stack.resolve(logicalId) as string]?.Properties).not.toHaveProperty('Tags');
  });

  it('are warned of where the stack itself gets them, which CloudFormation puts on every resource', () => {
    const warned = appWith((app) => Tags.of(app).add('team', 'shop'));
    expect(warned.warnings()).toEqual([
      expect.stringMatching(/stack Shop itself has tags \(team\).*explicitStackTags/),
    ]);
    expect(appWith((app) => Tags.of(app).add('team', 'shop'), EXPLICIT).warnings()).toEqual([]);
  });
});

const visiting = (type: string, change: (resource: CfnResource) => void) => (app: App) =>
  Aspects.of(app).add({
    visit(node: IConstruct) {
      if (CfnResource.isCfnResource(node) && node.cfnResourceType === type) change(node);
    },
  });

describe('an aspect', () => {
  it.each<[what: string, change: (app: App) => void, refusal: RegExp]>([
    [
      'deletes versions',
      (app) => RemovalPolicies.of(app).destroy(),
      /fn: got a currentVersion with removal policy Delete from an aspect.*delete the version that production runs/,
    ],
    [
      'deletes the record table',
      (app) => RemovalPolicies.of(app).destroy({ excludeResourceTypes: ['AWS::Lambda::Version'] }),
      /record table: DeletionPolicy: got Delete; expected Retain/,
    ],
    [
      'replaces the record table without keeping it',
      visiting('AWS::DynamoDB::Table', (table) => table.addOverride('UpdateReplacePolicy', 'Delete')),
      /record table: UpdateReplacePolicy: got Delete; expected Retain/,
    ],
    [
      'keeps versions that failed updates made',
      visiting('AWS::Lambda::Version', (version) => version.applyRemovalPolicy(RemovalPolicy.RETAIN)),
      /removal policy Retain from an aspect.*the same code could not be deployed again/,
    ],
    [
      'names the function',
      visiting('AWS::Lambda::Function', (fn) => Object.assign(fn, { functionName: `shop-${fn.node.id}` })),
      /fn: got the fixed functionName "shop-Resource" from an aspect or override; expected none/,
    ],
    [
      'names the function by an override',
      visiting('AWS::Lambda::Function', (fn) => fn.addPropertyOverride('FunctionName', 'shop')),
      /fn: got the fixed functionName "shop" from an aspect or override; expected none/,
    ],
  ])('is refused that %s', (_what, change, refusal) => {
    expect(appWith(change).synthesize).toThrow(refusal);
  });

  it('may destroy everything else', () => {
    const excludeResourceTypes = ['AWS::Lambda::Version', 'AWS::DynamoDB::Table'];
    const { synthesize } = appWith((app) => RemovalPolicies.of(app).destroy({ excludeResourceTypes }));
    expect(synthesize().at('Canary/Records/Table').DeletionPolicy).toBe('Retain');
  });
});
