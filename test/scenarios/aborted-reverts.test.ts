import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { released, REVERT_STATES } from '../../verify/simulation/scenario.ts';
import { expectEnding } from './expect-ending.ts';

const RELEASE = ['started', 'promoted'] as const;
const TASKS = [StateName.claimRevert, StateName.revert, StateName.checkRevert, StateName.closeRevert];
const STAYS = {
  aliases: ['1', '7', '1'],
  last: { outcome: 'promoted', kind: 'revert' },
  announced: [...RELEASE, 'started', 'reverted'],
} as const;
const TAKEN_BACK = {
  aliases: ['7', '7', '1'],
  last: { outcome: 'rolled back', kind: 'revert' },
  announced: [...RELEASE, 'started', 'rolled back'],
} as const;
const NEVER_BEGAN = {
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: RELEASE,
} as const;

describe('an aborted revert', () => {
  it.each(REVERT_STATES)('in "%s" is taken back', async (state) => {
    const simulation = await released();
    const execution = await simulation.start({ revert: true });
    await simulation.abortIn(execution, state);
    await simulation.pass(600);

    expectEnding(simulation, {
      execution,
      status: 'ABORTED',
      state,
      ...(state === StateName.claimRevert ? NEVER_BEGAN : TAKEN_BACK),
    });
  });

  it.each(TASKS)('while the task of "%s" runs is taken back, or stays when its close went through', async (state) => {
    const simulation = await released();
    const execution = await simulation.start({ revert: true });
    await simulation.abortDuring(execution, state);
    await simulation.pass(900);

    expectEnding(simulation, {
      execution,
      status: 'ABORTED',
      state,
      ...(state === StateName.closeRevert ? STAYS : TAKEN_BACK),
    });
  });

  it.each(REVERT_STATES)('in "%s" and redriven moves nothing any more', async (state) => {
    const simulation = await released();
    const execution = await simulation.start({ revert: true });
    await simulation.abortIn(execution, state);
    await simulation.pass(600);
    const { aliases } = simulation.world.state;
    simulation.machines.redriveExecution(execution.arn);
    await simulation.finish(execution);

    expect(simulation.world.state.aliases).toEqual(aliases);
    expectEnding(
      simulation,
      state === StateName.claimRevert
        ? {
            execution,
            status: 'FAILED',
            state: StateName.refused,
            error: 'Redriven',
            cause: 'start a new execution',
            ...NEVER_BEGAN,
          }
        : {
            execution,
            status: 'FAILED',
            state: StateName.rolledBack,
            error: 'CanaryRolledBack',
            cause: 'ABORTED',
            ...TAKEN_BACK,
          },
    );
  });

  it('whose close went through and that is redriven ends well', async () => {
    const simulation = await released();
    const execution = await simulation.start({ revert: true });
    await simulation.abortDuring(execution, StateName.closeRevert);
    await simulation.pass(600);
    simulation.machines.redriveExecution(execution.arn);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, status: 'SUCCEEDED', state: StateName.reverted, ...STAYS });
  });
});
