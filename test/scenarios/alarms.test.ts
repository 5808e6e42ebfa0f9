import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { expectEnding, ROLLED_BACK } from './expect-ending.ts';
import { reaching, released, simulate } from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from '../../verify/simulation/alarm-names.ts';

describe('an alarm of the canary', () => {
  it.each([10, 30, 50, 100])('in mid-bake at %i %% rolls the release back', async (weight) => {
    const { simulation, execution } = await reaching(StateName.bake(weight));
    simulation.alarm(CANARY_ALARM);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      cause: `version 7 was rolled back: alarm ${CANARY_ALARM} is on since`,
    });
  });

  it('that is on already at the start refuses the release, after a bounded wait', async () => {
    const simulation = simulate();
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    const execution = await simulation.finish(await simulation.start({ version: '7' }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'CanaryAlarmActive',
      cause: `canary alarms are on before the rollout begins: ${CANARY_ALARM}`,
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  });

  it('that is on already at the start and goes off while the claim waits does not stand in the way', async () => {
    const simulation = simulate();
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    const execution = await simulation.start({ version: '7' });
    await simulation.pass(200);
    simulation.quiet();
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['7', '7', '1'],
      last: { outcome: 'promoted' },
      announced: ['started', 'promoted'],
    });
  });
});

describe('an alarm that does not exist', () => {
  it.each([CANARY_ALARM, PRODUCTION_ALARM])('at the start refuses the release: %s', async (name) => {
    const simulation = simulate();
    simulation.world.alarms.delete(name);
    const execution = await simulation.finish(await simulation.start({ version: '7' }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'AlarmMissing',
      cause: `alarms that must watch the rollout do not exist: ${name}`,
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  });

  it('any more in mid-rollout rolls the release back once the bake cannot be extended further', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.alarms.delete(CANARY_ALARM);
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      cause: `alarm ${CANARY_ALARM} does not exist; given up after 900 s (AlarmMissing)`,
    });
  });

  it('any more after the promotion brings the version before back', async () => {
    const { simulation, execution } = await reaching(StateName.watch);
    simulation.world.alarms.delete(PRODUCTION_ALARM);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: '(AlarmMissing)' });
  });
});

it("production's alarm after the promotion brings the version before back", async () => {
  const { simulation, execution } = await reaching(StateName.watch);
  expect(simulation.world.state.aliases.production).toBe('7');
  simulation.alarm(PRODUCTION_ALARM);
  await simulation.finish(execution);

  expectEnding(simulation, {
    execution,
    ...ROLLED_BACK,
    cause: `production: unhealthy, alarm ${PRODUCTION_ALARM} is on since`,
  });
});

it('an alarm at rest, long after a promotion, rolls nothing back', async () => {
  const simulation = await released();
  simulation.alarm(CANARY_ALARM);
  await simulation.pass(600);
  const execution = await simulation.finish(await simulation.start({ rollback: { reason: 'the alarm is on' } }));

  expectEnding(simulation, {
    execution,
    status: 'SUCCEEDED',
    state: StateName.nothingToRollBack,
    aliases: ['7', '7', '1'],
    last: { outcome: 'promoted', version: '7' },
    announced: ['started', 'promoted'],
  });
});

it('no traffic extends a bake, and then the release is rolled back as NotEnoughTraffic', async () => {
  const simulation = simulate();
  simulation.world.requests = () => 0;
  const execution = await simulation.finish(await simulation.start({ version: '7' }));

  expectEnding(simulation, {
    execution,
    ...ROLLED_BACK,
    cause: '10 %: could not be judged, no requests seen (19 needed); given up after 900 s (NotEnoughTraffic)',
  });
});
