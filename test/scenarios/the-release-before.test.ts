import { describe, expect, it } from 'vitest';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { simulate } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';
import { StateName } from '../../statemachine/contract/names.ts';

/** Version 7 was taken back at 10 % after its canary gave `bad` bad answers in a minute; 8 is started at once. */
async function takenBack(bad: number) {
  const simulation = simulate({ versions: { 7: 'healthy', 8: 'healthy' } });
  const first = await simulation.start({ version: '7' });
  await simulation.reach(first, StateName.bake(10));
  await simulation.pass(90);
  const badMinute = Math.floor(simulation.clock.now() / 60_000) * 60_000 - 60_000;
  const { minutes } = simulation.world;
  simulation.world.minutes = (from, to) =>
    minutes(from, to).map((each) =>
      each.start.getTime() === badMinute ? { ...each, canary: { ...each.canary, errors: bad } } : each,
    );
  await simulation.message('{"reason":"a doubt"}');
  await simulation.finish(first);
  const closedAt = new Date(simulation.world.record.last?.closedAt ?? 0).getTime();
  const next = await simulation.start({ version: '8' });
  return { simulation, badMinute, closedAt, next };
}

/** When the release begins that waits, in milliseconds. */
async function claimed({
  simulation,
  next,
}: {
  simulation: Simulation;
  next: Awaited<ReturnType<Simulation['start']>>;
}) {
  await simulation.reach(next, StateName.settle(10));
  return new Date(simulation.world.record.rollout?.claimedAt ?? 0).getTime();
}

describe('the release after one that went wrong', () => {
  it('begins when the errors of the one before have left the windows of the alarms', async () => {
    const { badMinute, ...run } = await takenBack(5);
    const at = await claimed(run);
    expect(at).toBeGreaterThanOrEqual(badMinute + 660_000);
    expect(at).toBeLessThan(badMinute + 660_000 + 60_000);
    expect((await run.simulation.finish(run.next)).status).toBe('SUCCEEDED');
  });

  it('waits three minutes for alarms that are told late, which then find no release to hit', async () => {
    const { closedAt, ...run } = await takenBack(0);
    await run.simulation.pass(60);
    run.simulation.alarm(CANARY_ALARM);
    await run.simulation.pass(30);
    run.simulation.quiet();
    const at = await claimed(run);
    expect(at).toBeGreaterThanOrEqual(closedAt + 180_000);
    expect((await run.simulation.finish(run.next)).status).toBe('SUCCEEDED');
  });
});
