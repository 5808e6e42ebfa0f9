import { describe, expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { FUNCTIONS } from '../../statemachine/contract/functions.ts';
import { failedFindings, play } from './support/play.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

describe('a canary that uses up the concurrency of the account', () => {
  test('is taken back all the same, within what two rounds of the watchdog allow', async () => {
    const summary = await play('starved', { speed: 60, rps: 200 });
    expect(failedFindings(summary)).toEqual([]);
    expect(summary.ok).toBe(true);
  });

  test('is taken back by the machine itself, by the permissions it has, where no function can', async () => {
    const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0' });
    const { cloud, operator } = stage;
    const release = await operator.startExecution();
    await stage.happening('state', ({ state }) => state === StateName.bake(10));

    const { concurrency, registry } = cloud.functions;
    const those: readonly string[] = [FUNCTIONS.rollBack.does, FUNCTIONS.watchdog.does];
    const stopped = registry.all().filter(({ latest }) => those.includes(latest.configuration.description));
    expect(stopped).toHaveLength(2);
    for (const { name } of stopped) concurrency.reserve(name, 0);
    const { executionArn } = await cloud.machines.startExecution({
      stateMachineArn: cloud.outputs['StateMachineArn'] ?? '',
      input: '{"rollback":{"reason":"prices are wrong"}}',
    });
    await stage.happening('state', ({ state }) => state === StateName.waitForLambda);
    expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
    const entered = cloud.machines
      .execution(executionArn)
      .history.events.filter(({ type }) => type === 'TaskStateEntered')
      .map(({ stateEnteredEventDetails: details }) => (details as { name: string }).name);
    expect(entered).toEqual([
      StateName.rollBack,
      StateName.readRecord,
      StateName.revoke,
      StateName.returnWithoutLambda,
    ]);

    for (const { name } of stopped) concurrency.reserve(name, undefined);
    await stage.happening('ended', ({ execution }) => execution === release);
    await stage.atRest();
    const { status, error, cause } = await operator.describeExecution(release);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'CanaryRolledBack' });
    expect(cause).toContain('prices are wrong');
    expect(await operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });
  });
});
