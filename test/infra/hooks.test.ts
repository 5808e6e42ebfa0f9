import { describe, expect, it } from 'vitest';
import { Alias, type IFunction, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { parseSettings } from '../../infra/app/settings.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { ownFunction, ownStack } from './own-app.ts';
import { synthesize, type Synthesized } from './synthesized.ts';

const HOOK = 'arn:aws:lambda:eu-west-1:111122223333:function:release-gate';
const hooks = [
  { at: 'before users', fn: HOOK, timeoutSeconds: 60 },
  { at: 'before promotion', fn: `${HOOK}:live`, timeoutSeconds: 60 },
  { at: 'in bake', fn: HOOK, timeoutSeconds: 60 },
] as const;

function invokedBy(synth: Synthesized, role: string): unknown {
  const document = synth.properties(`${role}/DefaultPolicy`)['PolicyDocument'] as {
    readonly Statement: readonly { readonly Action: unknown; readonly Resource: unknown }[];
  };
  return document.Statement.filter(({ Action }) => Action === 'lambda:InvokeFunction').map(({ Resource }) => Resource);
}

describe('a plan with hooks', () => {
  const synth = synthesize({ canary: { plan: { hooks } } });

  it('has a function that may invoke just these, each once, and change nothing but its record', () => {
    expect(invokedBy(synth, 'Canary/Handlers/AskHooks/Role')).toEqual([[HOOK, `${HOOK}:live`]]);
    const statements = JSON.stringify(synth.properties('Canary/Handlers/AskHooks/Role/DefaultPolicy'));
    expect(statements).not.toMatch(/UpdateListener|UpdateAlias/);
    expect(synth.properties('Canary/Handlers/AskHooks/Function')).toMatchObject({ Timeout: 45 });
  });

  it('lets nobody else invoke them, the machine neither', () => {
    const able = synth
      .all('AWS::IAM::Policy')
      .filter(({ Properties }) => JSON.stringify(Properties['PolicyDocument']).includes(HOOK))
      .map(({ Properties }) => Properties['Roles']);
    expect(able).toEqual([[synth.ref('Canary/Handlers/AskHooks/Role')]]);
  });

  it('changes no other resource but the machine and what lets it invoke that function', () => {
    const before = synthesize().template.Resources;
    const changed = Object.entries(synth.template.Resources)
      .filter(([id, resource]) => JSON.stringify(before[id]) !== JSON.stringify(resource))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(changed.toSorted()).toEqual(
      [
        'CanaryHandlersAskHooksLogGroup',
        'CanaryHandlersAskHooksRole',
        'CanaryHandlersAskHooksRoleDefaultPolicy',
        'CanaryHandlersAskHooksFunction',
        'CanaryRolloutMachine',
        'CanaryRolloutMachineRoleDefaultPolicy',
      ].toSorted(),
    );
  });
});

describe('a hook of the same app', () => {
  it('is given by construct: a function, or an alias of it', () => {
    const { synthesize: made } = ownStack((stack) => {
      const gate = ownFunction(stack, {}, 'Gate');
      const live = new Alias(stack, 'Live', { aliasName: 'live', version: gate.currentVersion as IVersion });
      return {
        plan: {
          hooks: [
            { at: 'before users', fn: gate, timeoutSeconds: 60 },
            { at: 'in bake', fn: live as IFunction, timeoutSeconds: 60 },
          ],
        },
      };
    });
    const synth = made();
    expect(invokedBy(synth, 'Canary/Handlers/AskHooks/Role')).toEqual([[synth.arn('Gate'), synth.ref('Live')]]);
    expect(JSON.stringify(synth.properties('Canary/Rollout/Machine'))).toContain(JSON.stringify(synth.arn('Gate')));
  });
});

it('a plan without hooks has none of it', () => {
  expect(DEFAULT_PLAN.hooks).toBeUndefined();
  expect(JSON.stringify(synthesize().template)).not.toMatch(/hook/i);
});

describe('hooks that cannot be used', () => {
  it.each<[what: string, settings: unknown, path: string, value: string, rule: string]>([
    [
      'a hook without a function',
      { plan: { hooks: [{ at: 'in bake', fn: 'my-gate', timeoutSeconds: 60 }] } },
      'canary.plan.hooks[0].fn',
      'got "my-gate"',
      'expected the ARN of a Lambda function',
    ],
    [
      'a hook at a weight that the plan does not have',
      { plan: { hooks: [{ at: 'in bake', fn: HOOK, steps: [10, 20], timeoutSeconds: 60 }] } },
      'canary.plan.hooks[0].steps',
      'got [10,20]',
      'expected weights of the plan (10, 30, 50, 100), got 20',
    ],
    [
      'steps of a hook that is not asked in a bake',
      { plan: { hooks: [{ at: 'before users', fn: HOOK, steps: [10], timeoutSeconds: 60 }] } },
      'canary.plan.hooks[0].steps',
      'got [10]',
      'expected no steps where it is not asked in a bake',
    ],
    [
      'a hook that has no time to answer',
      { plan: { hooks: [{ at: 'in bake', fn: HOOK, timeoutSeconds: 29 }] } },
      'canary.plan.hooks[0].timeoutSeconds',
      'got 29',
      '>=30',
    ],
    [
      'a hook that would fill the history',
      { plan: { hooks: [{ at: 'in bake', fn: HOOK, timeoutSeconds: 86_400 }] } },
      'canary.plan.checkSeconds',
      'got 60',
      'shorten the bakes, what hooks may take or the hold',
    ],
  ])('rejects %s, naming path, value and rule', (_what, settings, path, value, rule) => {
    const fault = `  ${path}: ${value}`;
    expect(() => parseSettings(settings)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(fault) as string }),
    );
    expect(() => parseSettings(settings)).toThrow(rule);
  });
});
