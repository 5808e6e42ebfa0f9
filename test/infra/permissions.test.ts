import { describe, expect, it } from 'vitest';
import { constructId } from '../../infra/constructs/handlers.ts';
import { wildcardsOf } from '../../infra/constructs/wildcards.ts';
import {
  type FunctionName,
  functionsOf,
  type OptionalFunction,
  ROLLOUT_FUNCTIONS,
} from '../../statemachine/contract/functions.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { synthesize } from './synthesized.ts';

const synth = synthesize();

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Logical ids by construct path, so that a table can name resources as people do. */
const NAMES: Readonly<Record<string, string>> = {
  [synth.id('Service/Function')]: 'service function',
  [synth.id('Canary/Aliases/Canary')]: 'canary alias',
  [synth.id('Canary/Aliases/Production')]: 'production alias',
  [synth.id('Canary/Aliases/Previous')]: 'previous alias',
  [synth.id('Canary/Lattice/Listener')]: 'listener',
  [synth.id('Canary/Records/Table')]: 'table',
  [synth.id('Canary/Topics/ReleaseEvents')]: 'release events',
  [synth.id('Canary/Undelivered/Queue')]: 'dead-letter queue',
};

function resourceName(resource: unknown, logGroup: string | undefined): string {
  if (typeof resource === 'string') return resource;
  const text = JSON.stringify(resource);
  if (text.includes(':event-bus/default')) return 'default bus';
  if (logGroup !== undefined && text === JSON.stringify(synth.arn(logGroup))) return 'own log group';
  const ofMachine = { 'Fn::GetAtt': [synth.id('Canary/Rollout/Machine'), 'Name'] };
  if (text.includes(`:execution:",${JSON.stringify(ofMachine)},":*"`)) return "the machine's executions";
  if (JSON.stringify(['', [synth.arn('Service/Function'), ':*']]) === JSON.stringify(joined(resource)))
    return 'every version of the service function';
  const [id = ''] = /(?<="Ref":"|"Fn::GetAtt":\[")\w+/.exec(text) ?? [];
  return NAMES[id] ?? text;
}

const joined = (resource: unknown) => (resource as { readonly 'Fn::Join'?: unknown })['Fn::Join'];

/** What a role may do: `action on resource`, one line each. */
function permissionsOf(scope: string, logGroup: string | undefined = `${scope}/LogGroup`): readonly string[] {
  const policies = synth
    .all('AWS::IAM::Policy')
    .filter(({ Properties }) => JSON.stringify(Properties['Roles']) === JSON.stringify([synth.ref(`${scope}/Role`)]));
  const statements = policies.flatMap(
    ({ Properties }) => (Properties['PolicyDocument'] as { Statement: readonly Statement[] }).Statement,
  );
  return statements
    .flatMap(({ Effect, Action, Resource, Condition }) => {
      expect(Effect).toBe('Allow');
      const condition = Condition === undefined ? '' : ` if ${JSON.stringify(Condition)}`;
      return list(Action).flatMap((action) =>
        list(Resource).map((resource) => `${action} on ${resourceName(resource, logGroup)}${condition}`),
      );
    })
    .sort();
}

const LOGS = ['logs:CreateLogStream on own log group', 'logs:PutLogEvents on own log group'];
const RECORDS = ['dynamodb:GetItem on table', 'dynamodb:PutItem on table'];
const HISTORY = ['dynamodb:Query on table'];
const READ_LISTENER = ['vpc-lattice:GetListener on listener'];
const LISTENER = [...READ_LISTENER, 'vpc-lattice:UpdateListener on listener'];
const READ_ALIASES = ['lambda:GetAlias on service function'];
const ALIASES = [...READ_ALIASES, 'lambda:UpdateAlias on service function'];
const VERSIONS = [
  'lambda:GetFunctionConfiguration on service function',
  'lambda:GetFunctionConfiguration on every version of the service function',
];
const ALARMS = ['cloudwatch:DescribeAlarms on *'];
const TRAFFIC = ['cloudwatch:GetMetricData on *'];
const METER = ['cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"LatticeCanary"}}'];
const ANNOUNCE = [
  'sns:Publish on release events',
  'events:PutEvents on default bus if {"StringEquals":{"events:source":"lattice-canary"}}',
];

type Always = Exclude<FunctionName, OptionalFunction>;
const isAlways = (name: FunctionName): name is Always => !['askHooks', 'provision', 'listener'].includes(name);
const DEPLOYED = functionsOf(DEFAULT_PLAN).filter(isAlways);

/** What each handler may do, written down: its row says it in other words. */
const HANDLERS: Readonly<Record<Always, readonly string[]>> = {
  claim: [...RECORDS, ...HISTORY, ...READ_LISTENER, ...ALIASES, ...VERSIONS, ...ALARMS, ...TRAFFIC, ...ANNOUNCE],
  smokeTest: ['canary', 'production', 'previous'].map((alias) => `lambda:InvokeFunction on ${alias} alias`),
  shift: [...RECORDS, ...LISTENER, ...ANNOUNCE, ...METER],
  check: [...RECORDS, ...READ_LISTENER, ...READ_ALIASES, ...ALARMS, ...TRAFFIC, ...ANNOUNCE],
  promote: [...RECORDS, ...ALIASES, ...VERSIONS],
  revert: [...RECORDS, ...ALIASES, ...VERSIONS],
  goOn: RECORDS,
  close: [...RECORDS, ...ANNOUNCE],
  rollBack: [
    ...RECORDS,
    ...LISTENER,
    ...ALIASES,
    ...VERSIONS,
    ...ANNOUNCE,
    ...METER,
    'sqs:SendMessage on dead-letter queue',
  ],
  confirm: [...RECORDS, ...READ_LISTENER, ...READ_ALIASES, ...VERSIONS],
  watchdog: [
    ...RECORDS,
    ...LISTENER,
    ...ALIASES,
    ...VERSIONS,
    ...ANNOUNCE,
    ...METER,
    "states:DescribeExecution on the machine's executions",
  ],
};

describe('least privilege', () => {
  it.each<[scope: string, permissions: readonly string[]]>([
    ['Service', []],
    ...DEPLOYED.map((name): [string, readonly string[]] => [`Canary/Handlers/${constructId(name)}`, HANDLERS[name]]),
  ])('%s may make its own calls on its own resources', (scope, permissions) => {
    expect(permissionsOf(scope)).toEqual([...LOGS, ...permissions].sort());
  });

  it('uses no managed policy', () => {
    for (const { Properties } of synth.all('AWS::IAM::Role'))
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  it('gives each function a role of its own', () => {
    const roles = synth.all('AWS::Lambda::Function').map(({ Properties }) => JSON.stringify(Properties['Role']));
    expect(roles).toHaveLength(DEPLOYED.length + 1);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it('lets the machine itself read and revoke the record of its service, and write the listener', () => {
    const own = permissionsOf('Canary/Rollout/Machine', 'Canary/Rollout/Logs').filter((line) =>
      /^(dynamodb|vpc-lattice):/.test(line),
    );
    const only = ' if {"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["CanaryDeploymentLatticeStack"]}}';
    expect(own).toEqual([
      `dynamodb:GetItem on table${only}`,
      `dynamodb:UpdateItem on table${only}`,
      'vpc-lattice:UpdateListener on listener',
    ]);
  });

  it('lets the machine invoke what its tasks are for, each unqualified, and the watchdog not', () => {
    const policy = synth.properties('Canary/Rollout/Machine/Role/DefaultPolicy')['PolicyDocument'] as {
      Statement: readonly Statement[];
    };
    const invoked = policy.Statement.filter(({ Action }) => list(Action).includes('lambda:InvokeFunction')).flatMap(
      ({ Resource }) => list(Resource),
    );
    const handlers = ROLLOUT_FUNCTIONS.filter(isAlways).map(constructId);
    expect(handlers).not.toContain('Watchdog');
    expect(new Set(invoked.map((resource) => JSON.stringify(resource)))).toEqual(
      new Set(handlers.map((handler) => JSON.stringify(synth.arn(`Canary/Handlers/${handler}/Function`)))),
    );
    expect(invoked).toHaveLength(handlers.length);
  });
});

describe('wildcards', () => {
  const found = synth.all('AWS::IAM::Policy').flatMap(({ Properties }) => {
    const { Statement: statements } = Properties['PolicyDocument'] as { Statement: readonly Statement[] };
    return statements
      .flatMap(({ Action, Resource }) =>
        list(Action).flatMap((action) =>
          list(Resource).map((resource) => ({ action, resource: JSON.stringify(resource) })),
        ),
      )
      .filter(({ action, resource }) => action.includes('*') || resource.includes('*'))
      .map(({ action }) => `${JSON.stringify(list(Properties['Roles'])[0])} ${action}`);
  });

  it('are exactly the listed ones', () => {
    const listed = wildcardsOf(DEFAULT_PLAN).flatMap(({ role, actions }) =>
      actions.map((action) => `${JSON.stringify(synth.ref(`Canary/${role}`))} ${action}`),
    );
    expect(found.toSorted()).toEqual(listed.toSorted());
  });

  it('are never in an action', () => {
    expect(found.filter((line) => line.endsWith('*'))).toEqual([]);
  });

  it('each have a reason', () => {
    for (const { reason } of wildcardsOf(DEFAULT_PLAN)) expect(reason).toMatch(/\w+ \w+/);
  });
});
