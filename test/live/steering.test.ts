import { join } from 'node:path';
import { describe, test } from 'vitest';
import { APP_DIR } from '../../local/cli/stage.ts';
import { synthesize } from '../../local/template/synth.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { type LiveStage, newFolder, openLiveStage } from './support/live-stage.ts';

const SPEED = 240;

/** As short as a plan may be. */
const PLAN = { steps: [10, 100].map((weight) => ({ weight, bakeSeconds: 60 })), checkSeconds: 30, settleSeconds: 60, watchSeconds: 60 };

/** Where an execution has ended, and how, once it has. */
async function ending(stage: LiveStage, execution: string) {
  const { state } = await stage.happening('ended', (ended) => ended.execution === execution);
  return { state, ...(await stage.operator.describeExecution(execution)) };
}

describe.concurrent('an execution', () => {
  test('holds where it was told to, goes on when it is told to, and what it promoted is put back by a revert', async ({ expect, onTestFinished }) => {
    const stage = await openLiveStage({ candidate: '2.0.0', speed: SPEED, rps: 100 });
    onTestFinished(() => stage.close());
    const { operator, cloud } = stage;

    const release = await operator.startExecution({ version: '2', holdAt: 10 });
    const heldAfter = (time: number) =>
      stage.happening('answered', ({ at, execution, state, message }) => at > time && execution === release && state === StateName.check(10) && message.includes('held until somebody says go on'));
    // It begins to hold, and at the next check still does.
    const begun = await heldAfter(0);
    await heldAfter(begun.at);
    expect(await operator.describeExecution(release)).toEqual({ status: 'RUNNING' });
    expect(await operator.weights()).toEqual({ production: 90, canary: 10 });

    expect(await ending(stage, await operator.startExecution({ goOn: true }))).toEqual({ status: 'SUCCEEDED', state: StateName.toldToGoOn });
    expect(await ending(stage, release)).toEqual({ status: 'SUCCEEDED', state: StateName.promoted });
    expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
    await stage.atRest();

    const weights: number[] = [];
    cloud.lattice.onWeights(({ groups }) => weights.push(groups.find(({ targetGroupId }) => targetGroupId === cloud.outputs['CanaryTargetGroupId'])?.weight ?? 0));
    expect(await ending(stage, await operator.startExecution({ revert: true }))).toEqual({ status: 'SUCCEEDED', state: StateName.reverted });
    expect(await operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });
    expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
    expect(weights.filter((weight) => weight > 0)).toEqual([]);
    await stage.atRest();

    expect(await ending(stage, await operator.startExecution({ revert: true }))).toEqual({ status: 'SUCCEEDED', state: StateName.nothingToRevert });
    await stage.atRest();
    expect(await operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });

    await stage.load.stop();
    const { unanswered, versions } = stage.load.report();
    expect({ unanswered, failures: versions.map(({ version, failures }) => ({ version, failures })) }).toEqual({ unanswered: 0, failures: [{ version: '1', failures: 0 }, { version: '2', failures: 0 }] });
  });

  test('starts by itself once a deploy has completed where `releaseOnDeploy` says so, and releases what was deployed', async ({ expect, onTestFinished }) => {
    const folder = newFolder();
    onTestFinished(() => folder.remove());
    const assemblyOf = (release: string) => join(folder.path, release);
    const context = { canary: { plan: PLAN, releaseOnDeploy: true } };
    await Promise.all(['1.0.0', '2.0.0'].map((release) => synthesize({ appDir: APP_DIR, release, outDir: assemblyOf(release), context })));

    const stage = await openLiveStage({ candidate: '2.0.0', speed: SPEED, rps: 100, assemblyOf });
    onTestFinished(() => stage.close());
    const { operator, cloud } = stage;

    const { execution, input } = await stage.happening('started', () => true);
    expect(input).toEqual({ onDeploy: true });
    const shifted = await stage.happening('weights', ({ canary }) => canary > 0);
    expect(shifted).toMatchObject({ production: 90, canary: 10 });
    expect(await ending(stage, execution)).toEqual({ status: 'SUCCEEDED', state: StateName.promoted });
    expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
    await stage.atRest();

    // Neither the first deploy, which created the stack, nor one that changes nothing starts another.
    await cloud.deploy(assemblyOf('2.0.0'));
    const byHand = await operator.startExecution();
    expect(await ending(stage, byHand)).toEqual({ status: 'SUCCEEDED', state: StateName.nothingToRelease });
    expect(cloud.machines.listExecutions(cloud.outputs['StateMachineArn'] ?? '').map(({ arn }) => arn).toSorted()).toEqual([execution, byHand].toSorted());
  });
});
