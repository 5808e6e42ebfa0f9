import { beforeAll, describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import type { SimulationOptions } from '../../verify/simulation/options.ts';
import { Simulation } from '../../verify/simulation/simulation.ts';
import { announcedKinds } from './expect-ending.ts';
import { definitionOf } from '../../verify/definition.ts';

let definition: string;
beforeAll(() => {
  definition = JSON.stringify(definitionOf());
});

const simulate = (options: Partial<SimulationOptions> = {}) => new Simulation({ definition, ...options });

/** What holds after every ending: everything on production, nobody holds the claim, the aliases as given. */
function expectAtRest(simulation: Simulation, production: string): void {
  const { split, record, aliases } = simulation.world.state;
  expect({ split, rollout: record.rollout, production: aliases.production }).toEqual({
    split: '100/0',
    rollout: undefined,
    production,
  });
}

/** The next release of a good version starts and succeeds. */
async function expectNextReleaseWorks(simulation: Simulation, version: string): Promise<void> {
  simulation.quiet();
  const next = await simulation.finish(await simulation.start({ version }));
  expect(next.status).toBe('SUCCEEDED');
  expectAtRest(simulation, version);
}

describe('a healthy release', () => {
  it('walks 10, 30, 50 and 100 percent, promotes, and leaves the service at rest', async () => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start());

    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.position.state).toBe(StateName.promoted);
    expect(simulation.world.written.filter(({ what }) => what.startsWith('weights')).map(({ what }) => what)).toEqual([
      'weights 90/10',
      'weights 70/30',
      'weights 50/50',
      'weights 0/100',
      'weights 100/0',
    ]);
    expectAtRest(simulation, '7');
    expect(simulation.world.state.aliases).toEqual({ production: '7', canary: '7', previous: '1' });
    expect(announcedKinds(simulation)).toEqual(['started', 'promoted']);
  });

  it('ends well as nothing to release when production runs the version already', async () => {
    const simulation = simulate();
    await simulation.finish(await simulation.start());
    const again = await simulation.finish(await simulation.start({ version: '7' }));

    expect(again.status).toBe('SUCCEEDED');
    expect(again.position.state).toBe(StateName.nothingToRelease);
  });
});

describe('a release that fails users', () => {
  it('is rolled back by its alarm, fails with a readable cause, and is not in the way of the next', async () => {
    const simulation = simulate({ versions: { 7: 'fails users', 8: 'healthy' } });
    const execution = await simulation.finish(await simulation.start({ version: '7' }));

    expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
    expect(execution.cause).toContain(`alarm ${CANARY_ALARM}`);
    await simulation.pass(600);
    expectAtRest(simulation, '1');
    await expectNextReleaseWorks(simulation, '8');
  });

  it('gives production every request within four minutes of the first bad answer, however late the alarm', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const simulation = simulate({ seed, versions: { 7: 'fails users' } });
      await simulation.finish(await simulation.start({ version: '7' }));
      const times = simulation.world.written
        .filter(({ what }) => what.startsWith('weights'))
        .map(({ at }) => Date.parse(at));
      const [shifted = Number.NaN, back = Number.NaN] = times;
      expect((back - shifted) / 1000).toBeLessThanOrEqual(240);
    }
  });

  it('is rolled back by its own check when both the topic and the rule have lost the alarm', async () => {
    const simulation = simulate({ versions: { 7: 'healthy' } });
    const execution = await simulation.start();
    await simulation.reach(execution, StateName.bake(30));
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    await simulation.finish(execution);

    expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
    expectAtRest(simulation, '1');
  });
});

it('a release that fails its smoke test never meets a user', async () => {
  const simulation = simulate({ versions: { 7: 'fails smoke test', 8: 'healthy' } });
  const execution = await simulation.finish(await simulation.start({ version: '7' }));

  expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(execution.cause).toContain('answered 503');
  expect(simulation.world.written.some(({ what }) => what.startsWith('weights') && what !== 'weights 100/0')).toBe(
    false,
  );
  expectAtRest(simulation, '1');
  await expectNextReleaseWorks(simulation, '8');
});

describe('an aborted execution', () => {
  const states = [
    StateName.claim,
    StateName.smokeTest,
    StateName.shift(10),
    StateName.settle(10),
    StateName.bake(30),
    StateName.check(50),
    StateName.shift(100),
    StateName.promote,
    StateName.settlePromotion,
    StateName.confirmProduction,
    StateName.returnTraffic,
    StateName.watch,
    StateName.close,
  ];

  it.each(states)('in "%s" is rolled back by the rule, and the next release works', async (state) => {
    const simulation = simulate({ versions: { 7: 'healthy', 8: 'healthy' } });
    const execution = await simulation.start({ version: '7' });
    await simulation.abortIn(execution, state);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    await simulation.pass(600);

    const promoted = simulation.world.state.record.last?.outcome === 'promoted';
    expectAtRest(simulation, promoted ? '7' : '1');
    await expectNextReleaseWorks(simulation, '8');
  });

  it.each(states)('in "%s" is repaired within two rounds of the watchdog when the event is lost', async (state) => {
    const simulation = simulate({
      versions: { 7: 'healthy', 8: 'healthy' },
      deliver: ({ detail }) => (detail.status === 'ABORTED' ? 'drop' : 'deliver'),
    });
    const execution = await simulation.start({ version: '7' });
    await simulation.abortIn(execution, state);
    await simulation.pass(120);
    expect(simulation.world.split).toBe('100/0');
    await simulation.pass(600);

    const promoted = simulation.world.state.record.last?.outcome === 'promoted';
    expectAtRest(simulation, promoted ? '7' : '1');
    await expectNextReleaseWorks(simulation, '8');
  });
});

describe('refused by name, with nothing touched:', () => {
  it.each([
    ['InvalidInput', { version: 7 }],
    ['InvalidInput', { verison: '7' }],
    ['InvalidInput', []],
    ['VersionNotFound', { version: '99' }],
  ])('%s for %j', async (error, input) => {
    const simulation = simulate();
    const execution = await simulation.finish(await simulation.start(input));

    expect(execution).toMatchObject({ status: 'FAILED', error, position: { state: StateName.refused } });
    expect(simulation.world.written).toEqual([]);
  });

  it('CanaryAlarmActive, after waiting a bounded time for it to go off', async () => {
    const simulation = simulate();
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    const before = simulation.clock.now();
    const execution = await simulation.finish(await simulation.start());

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'CanaryAlarmActive',
      position: { state: StateName.refused },
    });
    expect((simulation.clock.now() - before) / 1000).toBe(900);
    expect(simulation.world.written).toEqual([]);
  });
});
