import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { GetListenerCommand, UpdateListenerCommand, VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { expect, test } from 'vitest';
import type { DoubtId } from '../../src/doubts/doubts.ts';
import { configuration } from '../../src/testing/functions.ts';
import { createFunction, doubted } from './doubted.ts';

/** `ok`, or the name and the status of the refusal. */
const outcomeOf = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'ok',
    ({ name, $metadata }: { name: string; $metadata?: { httpStatusCode?: number } }) =>
      `${name} ${$metadata?.httpStatusCode}`,
  );

/** The versions 1 and 2 of a function, the second published just now, and an alias at the first. */
async function published(...doubts: readonly DoubtId[]) {
  const { client, cloud } = await doubted(...doubts);
  const { registry } = cloud.functions;
  const { code, roleArn } = await createFunction(cloud, 'export const handler = () => "here";');
  registry.publish('fn');
  registry.update('fn', code, configuration({ roleArn, timeoutSeconds: 4 }));
  registry.publish('fn');
  registry.createAlias('fn', 'live', '1', '');
  return { cloud, lambda: client(LambdaClient) };
}

test('version-pending: a new version is Pending and refuses invocations for three minutes', async () => {
  const { cloud, lambda } = await published('version-pending');
  const invoke = (Qualifier?: string) => outcomeOf(lambda.send(new InvokeCommand({ FunctionName: 'fn', Qualifier })));
  const state = async () => {
    const asked = new GetFunctionConfigurationCommand({ FunctionName: 'fn', Qualifier: '2' });
    const { State, StateReasonCode } = await lambda.send(asked);
    return [State, StateReasonCode];
  };
  await cloud.advance(179);
  expect([await invoke('2'), await state()]).toEqual(['CodeArtifactUserPendingException 409', ['Pending', 'Creating']]);
  expect([await invoke('1'), await invoke('live'), await invoke()]).toEqual(['ok', 'ok', 'ok']);
  await cloud.advance(1);
  expect([await invoke('2'), await state()]).toEqual(['ok', ['Active', undefined]]);
});

test('as is believed, a new version can be invoked at once', async () => {
  const { lambda } = await published();
  expect(await outcomeOf(lambda.send(new InvokeCommand({ FunctionName: 'fn', Qualifier: '2' })))).toBe('ok');
});

/** What a write that is tried at these seconds comes to. */
async function triedAt(
  cloud: Awaited<ReturnType<typeof doubted>>['cloud'],
  write: () => Promise<unknown>,
  ...seconds: readonly number[]
) {
  const start = cloud.clock.now();
  const outcomes: string[] = [];
  for (const second of seconds) {
    await cloud.advance(second - (cloud.clock.now() - start) / 1000);
    outcomes.push(await outcomeOf(write()));
  }
  return outcomes;
}

test('alias-conflicts: UpdateAlias is refused for two minutes, then answers, and later is refused again', async () => {
  const { cloud, lambda } = await published('alias-conflicts');
  const write = () => lambda.send(new UpdateAliasCommand({ FunctionName: 'fn', Name: 'live', FunctionVersion: '2' }));
  const refused = 'ResourceConflictException 409';
  expect(await triedAt(cloud, write, 0, 119, 120, 239, 240, 359, 360)).toEqual([
    refused,
    refused,
    'ok',
    'ok',
    refused,
    refused,
    'ok',
  ]);
});

test('listener-conflicts: UpdateListener is refused for two minutes and changes nothing, then answers', async () => {
  const { client, cloud } = await doubted('listener-conflicts');
  const service = cloud.lattice.createService('shop');
  const [one, two] = [
    cloud.lattice.createTargetGroup('one', undefined),
    cloud.lattice.createTargetGroup('two', undefined),
  ];
  const { id } = cloud.lattice.createListener({
    name: 'http',
    serviceIdentifier: service.id,
    protocol: 'HTTP',
    port: 80,
    groups: [{ targetGroupId: one.id, weight: 100 }],
  });
  const lattice = client(VPCLatticeClient);
  const at = { serviceIdentifier: service.id, listenerIdentifier: id };
  const targetGroups = [{ targetGroupIdentifier: two.id, weight: 100 }];
  const write = () => lattice.send(new UpdateListenerCommand({ ...at, defaultAction: { forward: { targetGroups } } }));
  await expect(write()).rejects.toMatchObject({ name: 'ConflictException', resourceType: 'LISTENER' });
  const told = async () => (await lattice.send(new GetListenerCommand(at))).defaultAction?.forward?.targetGroups;
  expect(await triedAt(cloud, write, 0, 119)).toEqual(['ConflictException 409', 'ConflictException 409']);
  expect(await told()).toEqual([{ targetGroupIdentifier: one.id, weight: 100 }]);
  expect(await triedAt(cloud, write, 1, 120)).toEqual(['ok', 'ok']);
  expect(await told()).toEqual(targetGroups);
});
