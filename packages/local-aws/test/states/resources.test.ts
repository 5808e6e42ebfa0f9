import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import type { Statement, TrustPolicy } from '../../src/iam/document.ts';
import { statesResources } from '../../src/states/resources.ts';
import { accessOf } from '../access.ts';
import { definition, done, MACHINE, PLACE, ROLE, world } from './support.ts';

const text = (output: unknown) => definition({ Only: { ...done, Output: output } });
const base = { DefinitionString: text('${Greeting}'), RoleArn: ROLE };

function deployment(access = accessOf()) {
  const w = world();
  const [provider] = statesResources(w.machines, access, seededRandom(1));
  if (provider === undefined) throw new Error('no provider');
  const request = (properties: object) => ({
    logicalId: 'RolloutMachine12AB',
    stackName: 'Canary',
    place: PLACE,
    properties: provider.schema.parse(properties),
    metadata: {},
  });
  return { ...w, provider, request };
}

test('makes a machine; Ref is its ARN, GetAtt has Arn and Name', async () => {
  const { provider, request, machines } = deployment();
  const deployed = await provider.create(request({ ...base, StateMachineName: 'm' }));
  expect(deployed).toEqual({ ref: MACHINE, attributes: { Arn: MACHINE, Name: 'm' } });
  expect(machines.machine(MACHINE).revision.roleArn).toBe(ROLE);
});

test('makes up a name of stack, logical id and random characters', async () => {
  const { provider, request } = deployment();
  const { attributes } = await provider.create(request(base));
  expect(attributes['Name']).toMatch(/^Canary-RolloutMachine12AB-[0-9a-f]{12}$/);
});

test('fills in substitutions, and shows logging and tracing', async () => {
  const { provider, request, call } = deployment();
  await provider.create(
    request({
      ...base,
      StateMachineName: 'm',
      StateMachineType: 'STANDARD',
      DefinitionSubstitutions: { Greeting: 'hello' },
      LoggingConfiguration: {
        Level: 'ALL',
        IncludeExecutionData: true,
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:log' } }],
      },
      TracingConfiguration: { Enabled: true },
      Tags: [{ Key: 'k', Value: 'v' }],
    }),
  );
  expect(await call('DescribeStateMachine', { stateMachineArn: MACHINE })).toMatchObject({
    definition: text('hello'),
    loggingConfiguration: {
      level: 'ALL',
      includeExecutionData: true,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:log' } }],
    },
    tracingConfiguration: { enabled: true },
  });
});

test('updates in place, and makes another machine for another name', async () => {
  const { provider, request, machines } = deployment();
  const deployed = await provider.create(request(base));
  expect(await provider.update(request({ ...base, DefinitionString: text('new') }), deployed)).toEqual(deployed);
  expect(machines.machine(deployed.ref).revision.text).toBe(text('new'));
  expect(await provider.update(request({ ...base, StateMachineName: 'm' }), deployed)).toMatchObject({ ref: MACHINE });
  await provider.remove(deployed);
  expect(machines.listMachines().map(({ arn }) => arn)).toEqual([MACHINE]);
});

test.each([
  ['Express workflows', { ...base, StateMachineType: 'EXPRESS' }],
  ['a property it does not know', { ...base, EncryptionConfiguration: {} }],
  ['a nested property it does not know', { ...base, LoggingConfiguration: { Format: 'json' } }],
  ['a machine without a role', { DefinitionString: text(1) }],
])('rejects %s', (_, properties) => {
  const { provider } = deployment();
  expect(provider.schema.safeParse(properties).success).toBe(false);
});

const logging = (Level: string) => ({
  ...base,
  StateMachineName: 'm',
  LoggingConfiguration: { Level, Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:log' } }] },
});

describe('the role of a machine', () => {
  test('rejects one that Step Functions may not use, on creation and on update', async () => {
    const trust: TrustPolicy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const { provider, request, machines } = deployment(accessOf({ trust }));
    const refusal = `the role machine cannot be assumed by states.amazonaws.com for ${MACHINE}`;
    await expect(provider.create(request({ ...base, StateMachineName: 'm' }))).rejects.toThrow(refusal);
    machines.create({ name: 'm', definition: text('x') });
    await expect(provider.update(request(base), { ref: MACHINE, attributes: { Name: 'm' } })).rejects.toThrow(refusal);
  });

  test('rejects one that may not write the logs that are wanted, naming what it lacks', async () => {
    const statements: Statement[] = [
      { Effect: 'Allow', NotAction: ['logs:PutResourcePolicy', 'logs:DescribeLogGroups'], Resource: '*' },
    ];
    const { provider, request } = deployment(accessOf({ statements }));
    await expect(provider.create(request(logging('ALL')))).rejects.toThrow(
      `The state machine IAM Role is not authorized to access the Log Destination: ${ROLE} is not allowed ` +
        'logs:PutResourcePolicy, logs:DescribeLogGroups on *',
    );
    await expect(provider.create(request(logging('OFF')))).resolves.toMatchObject({ ref: MACHINE });
  });
});
