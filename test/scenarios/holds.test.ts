import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import {
  announcedKinds,
  expectEnding,
  HELD_AND_PROMOTED as PROMOTED,
  HELD_AND_ROLLED_BACK as ROLLED_BACK,
} from './expect-ending.ts';
import { reaching, simulate } from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';

/** A release that holds, some minutes into its hold. */
async function held(holdAt = 30) {
  const running = await reaching(StateName.bake(holdAt), {}, { version: '7', holdAt });
  await running.simulation.pass(900);
  return running;
}

describe('a release that holds', () => {
  // 600 requests a minute, by weight: of the whole minutes of this bake, and compared of all since the first shift
  // while both sides had some.
  it.each([
    [10, '240', 'canary 0 % errors \\(0 of 360\\) against 0 % \\(0 of 3,240\\): no sign of worse'],
    [30, '900', 'canary 0 % errors \\(0 of 1,560\\) against 0 % \\(0 of 6,240\\): no sign of worse'],
    [100, '3,000', 'canary 0 % errors \\(0 of 3,600\\) against 0 % \\(0 of 8,190\\) before: no sign of worse'],
  ])(
    'at %i %% stays there, is announced once, and goes on when somebody says so',
    async (weight, requests, compared) => {
      const { simulation, execution } = await held(weight);
      await simulation.pass(3600);
      expect({ split: simulation.world.split, status: execution.status }).toEqual({
        split: `${100 - weight}/${weight}`,
        status: 'RUNNING',
      });
      expect(simulation.world.announcements.filter(({ kind }) => kind === 'held')).toHaveLength(1);
      expect(simulation.world.announcements.at(-1)?.message).toMatch(
        new RegExp(
          `^${weight} %: healthy, ${requests} requests, 2 alarms OK, ${compared}; held until somebody says ` +
            `go on, at most until 1[34]:\\d\\dZ$`,
        ),
      );

      const word = await simulation.finish(await simulation.start({ goOn: true }));
      expect(word).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.told } });
      const told = simulation.clock.now();
      await simulation.reach(execution, weight === 100 ? StateName.promote : StateName.shift(weight === 10 ? 30 : 50));
      expect((simulation.clock.now() - told) / 1000).toBeLessThanOrEqual(60);
      await simulation.finish(execution);
      expectEnding(simulation, { execution, ...PROMOTED });
    },
  );

  it('may be told to go on twice', async () => {
    const { simulation, execution } = await held();
    for (let time = 0; time < 2; time++)
      expect((await simulation.finish(await simulation.start({ goOn: true }))).status).toBe('SUCCEEDED');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED });
  });

  it('is rolled back at its deadline, four hours after the hold began', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30), {}, { version: '7', holdAt: 30 });
    await simulation.clock.runWhile(
      () => !announcedKinds(simulation).includes('held'),
      simulation.clock.now() + 3_600_000,
    );
    const began = simulation.clock.now();
    await simulation.clock.runWhile(() => simulation.world.split !== '100/0', began + 24 * 3_600_000);
    expect((simulation.clock.now() - began) / 1000).toBe(4 * 3600);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: 'nobody said go on until 13:' });
    expect(execution.cause).toContain('(HoldExpired)');
  });

  it('is rolled back by a person', async () => {
    const { simulation, execution } = await held();
    const request = await simulation.finish(
      await simulation.start({ rollback: { reason: 'the team has decided against it' } }),
    );
    expect(request).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.rolledBackAsAsked } });
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: 'the team has decided against it' });
  });

  it('is rolled back by an alarm, and then nobody can let it go on', async () => {
    const { simulation, execution } = await held();
    simulation.alarm(CANARY_ALARM);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    const late = await simulation.finish(await simulation.start({ goOn: true }));
    expect(late).toMatchObject({ status: 'FAILED', error: 'NothingHeld', position: { state: StateName.refused } });
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: `alarm ${CANARY_ALARM}` });
  });

  it('is rolled back when its execution is aborted', async () => {
    const { simulation, execution } = await held();
    simulation.machines.stopExecution(execution.arn);
    await simulation.pass(600);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      status: 'ABORTED',
      state: StateName.bake(30),
      error: undefined,
    });
  });

  it('waits out an hour in which nobody can judge it, and goes on only once it is healthy', async () => {
    const { simulation, execution } = await held();
    simulation.world.setAlarm(CANARY_ALARM, 'INSUFFICIENT_DATA');
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.pass(3600);
    expect({ split: simulation.world.split, status: execution.status }).toEqual({ split: '70/30', status: 'RUNNING' });
    simulation.world.setAlarm(CANARY_ALARM);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED });
  });

  it('is rolled back when an alarm that must watch it is gone', async () => {
    const { simulation, execution } = await held();
    simulation.world.alarms.delete(CANARY_ALARM);
    await simulation.pass(120);
    expect(simulation.world.split).toBe('100/0');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: '(AlarmMissing)' });
  });
});

describe('"go on" is refused by name, and disturbs nothing', () => {
  it('at rest', async () => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start({ goOn: true }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'NothingHeld',
      cause: 'no rollout waits: the service is at rest',
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  });

  it('when it was asked before the hold began, and when its execution is redriven', async () => {
    const { simulation, execution } = await held();
    const word = await simulation.start({ goOn: true });
    await simulation.abortIn(word, StateName.goOn).catch(() => undefined);
    expect(execution.status).toBe('RUNNING');
    simulation.machines.redriveExecution(word.arn);
    await simulation.finish(word);
    expect(word).toMatchObject({ status: 'FAILED', error: 'Redriven', position: { state: StateName.refused } });
  });

  it.each([{ goOn: false }, { goOn: true, version: '7' }])('for %j', async (input) => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start(input));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'InvalidInput',
      cause: '{"goOn":true} and nothing else',
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  });
});

it.each([20, 0, 101])(
  'a hold at %i %%, which is no weight of the plan, is refused with the weights there are',
  async (holdAt) => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start({ version: '7', holdAt }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'InvalidInput',
      cause: `expected a weight of the plan: 10, 30, 50, 100, got ${holdAt}`,
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  },
);
