import { describe, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { failedFindings, play } from './support/play.ts';
import { openVirtualStage } from './support/virtual-stage.ts';

const SPEED = 60;

describe.concurrent('an execution', () => {
  test('that is stopped at 30 %: production has every request back within 30 simulated seconds', async ({ expect }) => {
    const summary = await play('abort', { speed: SPEED, rps: 200 });
    expect(failedFindings(summary)).toEqual([]);
    expect(summary.findings.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^production had every request back \d+ s after being asked, at most 30 s are allowed$/),
    );
  });

  test(
    'that is started together with another: one wins, the other disturbs nothing; stopped, and the event is ' +
      'lost: back within two rounds of the watchdog',
    async ({ expect, onTestFinished }) => {
      const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0' });
      const { operator, cloud } = stage;
      cloud.machines.eventFilter = ({ detail }) => detail['status'] !== 'ABORTED';

      const executions = await Promise.all([operator.startExecution(), operator.startExecution()]);
      const loser = await stage.happening('ended', ({ execution }) => executions.includes(execution));
      const winner = executions.find((execution) => execution !== loser.execution) ?? '';
      expect(loser).toMatchObject({ status: 'FAILED', state: StateName.refused, error: 'RolloutInProgress' });
      await stage.happening('state', ({ execution, state }) => execution === winner && state === StateName.settle(10));
      expect(await operator.claim()).toBe(winner);
      expect(await operator.weights()).toEqual({ production: 90, canary: 10 });

      const stoppedAt = cloud.clock.now();
      await operator.stopExecution(winner);
      const back = await stage.happening('weights', ({ at, canary }) => at >= stoppedAt && canary === 0);
      expect((back.at - stoppedAt) / 1000).toBeLessThanOrEqual(120);
      await stage.atRest();
      expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
      expect(await operator.describeExecution(winner)).toMatchObject({ status: 'ABORTED' });
      // No rule has started another one.
      expect(
        cloud.machines
          .listExecutions(cloud.outputs['StateMachineArn'] ?? '')
          .map(({ arn }) => arn)
          .toSorted(),
      ).toEqual(executions.toSorted());
    },
  );
});
