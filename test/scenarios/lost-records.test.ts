import { describe, expect, it } from 'vitest';
import { UnreadableRecord } from '../../rollout/record/record.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { reaching } from '../../verify/simulation/scenario.ts';
import { expectEnding } from './expect-ending.ts';

const BROKEN = new UnreadableRecord(
  'item "rollout" of service orders in table records cannot be read: rollout.phase: expected one of "advancing"',
);

describe('a record that is deleted in mid-rollout', () => {
  it('ends the rollout red at its next check, and the watchdog gives production everything', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.record = { revision: 0 };
    await simulation.finish(execution);
    await simulation.pass(180);

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.failed,
      error: 'ClaimLost',
      cause: 'no longer holds the claim: watchdog:',
      aliases: ['1', '7', '1'],
      last: { outcome: 'rolled back', error: 'WeightsDrifted' },
      announced: ['started', 'drift found'],
    });
  });

  it('after the promotion ends the rollout red, and production stays where it is', async () => {
    const { simulation, execution } = await reaching(StateName.watch);
    simulation.world.record = { revision: 0 };
    await simulation.finish(execution);
    await simulation.pass(180);

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.failed,
      error: 'ClaimLost',
      cause: 'no longer holds the claim',
      aliases: ['7', '7', '1'],
      last: undefined,
      announced: ['started'],
    });
  });
});

describe('a record that nobody can read any more in mid-rollout', () => {
  it('keeps no user on the canary, ends red, and the watchdog finishes it once it is repaired', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.unreadableRecord = BROKEN;
    const broken = simulation.clock.now();
    await simulation.clock.runWhile(() => simulation.world.split !== '100/0', broken + 3_600_000);
    expect((simulation.clock.now() - broken) / 1000).toBeLessThanOrEqual(60);
    await simulation.finish(execution);
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'RollbackFailed',
      position: { state: StateName.rollbackFailed },
    });
    expect(simulation.failures).toContain(`watchdog: ${BROKEN.message}`);

    await simulation.pass(900);
    simulation.world.unreadableRecord = undefined;
    await simulation.pass(300);
    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rollbackFailed,
      error: 'RollbackFailed',
      cause: 'rollout.phase: expected one of',
      aliases: ['1', '7', '1'],
      last: { outcome: 'rolled back', version: '7' },
      announced: ['started', 'rolled back'],
    });
  });

  it('and at rest refuses every start with what is wrong', async () => {
    const { simulation, execution: first } = await reaching(StateName.watch);
    await simulation.finish(first);
    simulation.world.unreadableRecord = BROKEN;
    const execution = await simulation.finish(await simulation.start({ version: '8' }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rollbackFailed,
      error: 'RollbackFailed',
      cause: 'cannot be read',
      aliases: ['7', '7', '1'],
      last: { outcome: 'promoted' },
      announced: ['started', 'promoted'],
    });
  });

  it('is not meant by a read that fails for a moment: a late call must not touch the next rollout', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.unreadableRecord = new Error('Rate exceeded');
    await simulation.message('{"reason":"stop"}').catch(() => undefined);
    expect(simulation.world.split).toBe('70/30');
    simulation.world.unreadableRecord = undefined;
    expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
  });
});
