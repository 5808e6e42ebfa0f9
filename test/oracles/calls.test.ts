import { beforeAll, describe, expect, it } from 'vitest';
import { RICHEST, VARIANTS } from '../../infra/app/variants.ts';
import { constructId } from '../../infra/constructs/handlers.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../statemachine/contract/functions.ts';
import { definitionOf } from '../../verify/definition.ts';
import { memoryPorts } from '../../verify/memory/ports.ts';
import { World } from '../../verify/memory/world.ts';
import type { Document } from '../../verify/oracles/permissions/statement.ts';
import { roleFaults } from '../../verify/oracles/permissions/role.ts';
import { synthesize } from '../infra/synthesized.ts';
import { callsOfStories } from './function-calls.ts';
import { METHOD_NAMES, portActions } from './port-actions.ts';

const synth = () => synthesize({ canary: RICHEST });
/** What is only there where the listener is one of others. */
const behindOthers = () =>
  synthesize({ canary: { ...VARIANTS['a listener of others'], preview: { value: 'for-testers' } } });
let actions: Readonly<Record<string, readonly string[]>>;
let calls: ReadonlyMap<FunctionName, ReadonlySet<string>>;
beforeAll(async () => {
  actions = await portActions();
  calls = await callsOfStories();
});

/** Calls that Lambda makes with the function's role, and what publishing to an encrypted topic takes. */
const NOT_ITS_OWN = /^(logs|kms):|^sqs:SendMessage$/;
/** Calls that Step Functions makes to write logs and traces. */
const OF_STEP_FUNCTIONS = /^(logs|xray):/;
const NOTHING = { missing: [], idle: [] };

const handler = (name: FunctionName) => `Canary/Handlers/${constructId(name)}`;
const takenBy = (name: FunctionName): readonly string[] =>
  [...(calls.get(name) ?? [])].flatMap((method) => actions[method] ?? []);
const faultsOf = (name: FunctionName, resources = synth().template.Resources, from = synth()) =>
  roleFaults(resources, from.id(`${handler(name)}/Role`), takenBy(name), NOT_ITS_OWN);

describe('a role has the permissions for the calls that are made with it, none less and none more', () => {
  it.each(FUNCTION_NAMES.filter((name) => name !== 'listener'))('%s', (name) => {
    expect(faultsOf(name)).toEqual(NOTHING);
  });

  it('listener', () => {
    expect(faultsOf('listener', behindOthers().template.Resources, behindOthers())).toEqual(NOTHING);
  });

  it('the machine', () => {
    for (const [existingListener, from] of [
      [false, synth()],
      [true, behindOthers()],
    ] as const) {
      const text = JSON.stringify(definitionOf(undefined, { existingListener }));
      const resources = [...text.matchAll(/"Resource":"arn:aws:states:::([\w:-]+)"/g)];
      const taken = resources.map(([, resource = '']) => actionOfTask(resource));
      const role = from.id('Canary/Rollout/Machine/Role');
      expect(roleFaults(from.template.Resources, role, taken, OF_STEP_FUNCTIONS)).toEqual(NOTHING);
    }
  });
});

/** `lambda:invoke` and `aws-sdk:vpclattice:updateListener`, as IAM calls them. */
function actionOfTask(resource: string): string {
  if (resource === 'lambda:invoke') return 'lambda:InvokeFunction';
  const [, service = '', operation = ''] = resource.split(':');
  return `${service.replace('vpclattice', 'vpc-lattice')}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
}

/** The template with one action of shift's exchanged for another. */
const planted = (action: string, by: readonly string[]) => {
  const resources = structuredClone(synth().template.Resources);
  const policy = resources[synth().id(`${handler('shift')}/Role/DefaultPolicy`)]?.Properties['PolicyDocument'];
  for (const statement of (policy as Document).Statement) {
    const kept = [statement.Action].flat().filter((each) => each !== action);
    if (kept.length < [statement.Action].flat().length) Object.assign(statement, { Action: [...kept, ...by] });
  }
  return resources;
};

describe('a role of which', () => {
  it('a permission is missing is found', () => {
    expect(faultsOf('shift', planted('vpc-lattice:UpdateListener', []))).toEqual({
      missing: ['vpc-lattice:UpdateListener'],
      idle: [],
    });
  });

  it('a permission is never used is found', () => {
    expect(faultsOf('shift', planted('dynamodb:PutItem', ['dynamodb:PutItem', 'dynamodb:DeleteItem']))).toEqual({
      missing: [],
      idle: ['dynamodb:DeleteItem'],
    });
  });
});

describe('what the calls are read from', () => {
  it('is every method that the ports have', () => {
    const {
      clock: _clock,
      service: _service,
      ...ports
    } = memoryPorts(
      new World({
        now: () => new Date(0),
        preview: true,
        provisionedConcurrency: 5,
        listener: { action: {}, targets: [] },
      }),
    );
    const methods = Object.entries(ports).flatMap(([port, itsMethods]) =>
      Object.entries(itsMethods ?? {}).flatMap(([method, each]) =>
        typeof each === 'function' ? [`${port}.${method}`] : [],
      ),
    );
    expect(METHOD_NAMES.toSorted()).toEqual(methods.toSorted());
  });

  it('is a real port, which makes a call at each', () => {
    expect(METHOD_NAMES.filter((method) => actions[method]?.length === 0)).toEqual([]);
  });
});
