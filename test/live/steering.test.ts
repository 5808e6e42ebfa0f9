import { expect, onTestFinished, test } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { assemblyOf } from './support/live-stage.ts';
import { openVirtualStage, type VirtualStage } from './support/virtual-stage.ts';

const onDeploy = (release: string) => assemblyOf(`on-deploy-${release}`);

const AT_REST = { production: 100, canary: 0 };

/** Where an execution has ended, and how, once it has. */
async function ending(stage: VirtualStage, execution: string) {
  const { state } = await stage.happening('ended', (ended) => ended.execution === execution);
  return { state, ...(await stage.operator.describeExecution(execution)) };
}

/** The canary's weights above 0, from now on. */
function canaryWeights({ cloud }: VirtualStage): readonly number[] {
  const weights: number[] = [];
  cloud.lattice.onWeights(({ groups }) =>
    weights.push(
      groups.find(({ targetGroupId }) => targetGroupId === cloud.outputs['CanaryTargetGroupId'])?.weight ?? 0,
    ),
  );
  return weights;
}

test(
  'a release starts when a deploy has completed, is put back by a revert, then holds where it is told to and ' +
    'goes on when it is told to',
  async () => {
    const stage = await openVirtualStage(onTestFinished, { candidate: '2.0.0', assemblyOf: onDeploy });
    const { operator, cloud } = stage;

    const { execution, input } = await stage.happening('started', () => true);
    expect(input).toEqual({ onDeploy: true });
    expect(await stage.happening('weights', ({ canary }) => canary > 0)).toMatchObject({ production: 90, canary: 10 });
    expect(await ending(stage, execution)).toEqual({ status: 'SUCCEEDED', state: StateName.promoted });
    expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
    await stage.atRest();

    // Its own promotion asks whether anything was deployed meanwhile.
    const next = await stage.happening('started', ({ execution: other }) => other !== execution);
    expect(next.input).toEqual({ onDeploy: true, after: execution });
    expect(await ending(stage, next.execution)).toEqual({ status: 'SUCCEEDED', state: StateName.nothingToRelease });

    // Neither the first deploy, which created the stack, nor one that changes nothing starts another.
    await cloud.deploy(onDeploy('2.0.0'));
    const byHand = await operator.startExecution();
    expect(await ending(stage, byHand)).toEqual({ status: 'SUCCEEDED', state: StateName.nothingToRelease });
    expect(
      cloud.machines
        .listExecutions(cloud.outputs['StateMachineArn'] ?? '')
        .map(({ arn }) => arn)
        .toSorted(),
    ).toEqual([execution, next.execution, byHand].toSorted());

    const whileReverting = canaryWeights(stage);
    expect(await ending(stage, await operator.startExecution({ revert: true }))).toEqual({
      status: 'SUCCEEDED',
      state: StateName.reverted,
    });
    expect(await operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });
    expect(await operator.weights()).toEqual(AT_REST);
    await stage.atRest();
    expect(await ending(stage, await operator.startExecution({ revert: true }))).toEqual({
      status: 'SUCCEEDED',
      state: StateName.nothingToRevert,
    });
    await stage.atRest();
    expect(await operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });
    expect(whileReverting.filter((weight) => weight > 0)).toEqual([]);

    const release = await operator.startExecution({ version: '2', holdAt: 10 });
    const heldAfter = (time: number) =>
      stage.happening(
        'answered',
        ({ at, execution, state, message }) =>
          at > time &&
          execution === release &&
          state === StateName.check(10) &&
          message.includes('held until somebody says go on'),
      );
    // It begins to hold, and at the next check still does.
    const begun = await heldAfter(0);
    await heldAfter(begun.at);
    expect(await operator.describeExecution(release)).toEqual({ status: 'RUNNING' });
    expect(await operator.weights()).toEqual({ production: 90, canary: 10 });
    expect(await ending(stage, await operator.startExecution({ goOn: true }))).toEqual({
      status: 'SUCCEEDED',
      state: StateName.told,
    });
    expect(await ending(stage, release)).toEqual({ status: 'SUCCEEDED', state: StateName.promoted });
    expect(await operator.aliases()).toEqual({ production: '2', canary: '2', previous: '1' });
    await stage.atRest();

    await stage.load.stop();
    const { unanswered, versions } = stage.load.report();
    expect({ unanswered, failures: versions.map(({ version, failures }) => ({ version, failures })) }).toEqual({
      unanswered: 0,
      failures: [
        { version: '1', failures: 0 },
        { version: '2', failures: 0 },
      ],
    });
  },
);
