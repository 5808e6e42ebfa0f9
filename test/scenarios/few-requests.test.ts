import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN, type Plan } from '../../statemachine/contract/plan.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { heldForFew } from '../../verify/simulation/classes/held-releases.ts';
import { expectEnding, HELD_AND_ROLLED_BACK as ROLLED_BACK } from './expect-ending.ts';
import { searchClass } from '../../verify/simulation/search.ts';
import { reaching } from '../../verify/simulation/scenario.ts';
import { definitionOf } from '../../verify/definition.ts';

/** A hundred thousand are needed at 10 %, where 600 a minute come in all, and 19 everywhere else. */
const PLAN: Plan = {
  ...DEFAULT_PLAN,
  steps: DEFAULT_PLAN.steps.map((step) => (step.weight === 10 ? { ...step, minRequests: 100_000 } : step)),
  tooFewRequests: 'hold',
};
const NONE_AT_50: Plan = { ...DEFAULT_PLAN, tooFewRequests: 'hold' };
const SECONDS_TO_HOLD = 90 + 300 + 600 + 60;

const definition = (plan: Plan) => JSON.stringify(definitionOf(plan));

/** A release some minutes into the hold at 10 %, which nobody asked for. */
async function held(input: unknown = { version: '7' }) {
  const running = await reaching(StateName.bake(10), { definition: definition(PLAN) }, input);
  await running.simulation.pass(SECONDS_TO_HOLD + 300);
  return running;
}

const PROMOTED = {
  status: 'SUCCEEDED',
  state: StateName.promoted,
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
} as const;

describe('a release with too few requests, by a plan that holds it then', () => {
  it(
    'bakes to the end of its extension, stays at that weight, is told once with what is missing, and goes on ' +
      'when somebody says so',
    async () => {
      const { simulation, execution } = await held();
      expect({ split: simulation.world.split, status: execution.status }).toEqual({
        split: '90/10',
        status: 'RUNNING',
      });
      expect(simulation.world.record.rollout).toMatchObject({
        heldAt: 10,
        heldBecause: expect.stringMatching(/^\d+ requests seen \(100000 needed\)$/) as string,
      });
      const told = simulation.world.announcements.filter(({ kind }) => kind === 'held');
      expect(told).toEqual([expect.objectContaining({ eventId: `${execution.arn}:held:too-few-requests-at-10` })]);
      const seen = '10 %: not to be judged now, \\d+ requests seen \\(100000 needed\\)';
      const until = 'held until somebody says go on, at most until 13:\\d\\dZ';
      expect(told[0]?.message).toMatch(new RegExp(`^${seen}; ${until}$`));

      expect(await simulation.finish(await simulation.start({ goOn: true }))).toMatchObject({
        status: 'SUCCEEDED',
        position: { state: StateName.told },
      });
      await simulation.finish(execution);
      expectEnding(simulation, { execution, ...PROMOTED, announced: ['started', 'held', 'promoted'] });
    },
  );

  it('still holds where it was asked to, later on', async () => {
    const { simulation, execution } = await held({ version: '7', holdAt: 50 });
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.reach(execution, StateName.bake(50));
    await simulation.pass(1800);
    expect(simulation.world.split).toBe('50/50');
    expect(simulation.world.announcements.filter(({ kind }) => kind === 'held').map(({ eventId }) => eventId)).toEqual([
      `${execution.arn}:held:too-few-requests-at-10`,
      `${execution.arn}:held`,
    ]);
    expect(simulation.world.record.rollout).not.toHaveProperty('goOn');
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED, announced: ['started', 'held', 'held', 'promoted'] });
  });

  it('holds without a single request, which nobody can let go on, until some come', async () => {
    const { simulation, execution } = await reaching(StateName.bake(50), { definition: definition(NONE_AT_50) });
    const { minutes } = simulation.world;
    simulation.world.minutes = (from, to) =>
      minutes(from, to).map((minute) => ({ ...minute, canary: { ...minute.canary, invocations: 0, requests: 0 } }));
    await simulation.pass(SECONDS_TO_HOLD);
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.pass(1800);
    expect({ split: simulation.world.split, because: simulation.world.record.rollout?.heldBecause }).toEqual({
      split: '50/50',
      because: 'no requests seen (19 needed)',
    });
    simulation.world.minutes = minutes;
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED, announced: ['started', 'held', 'promoted'] });
  });

  it('is rolled back at the deadline', async () => {
    const { simulation, execution } = await held();
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: 'nobody said go on until 13:' });
    expect(execution.cause).toContain('(HoldExpired)');
  });

  it('is rolled back by an alarm, by a person, and when it is aborted', async () => {
    const byAlarm = await held();
    byAlarm.simulation.alarm(CANARY_ALARM);
    await byAlarm.simulation.finish(byAlarm.execution);
    expectEnding(byAlarm.simulation, { execution: byAlarm.execution, ...ROLLED_BACK, cause: `alarm ${CANARY_ALARM}` });

    const byPerson = await held();
    await byPerson.simulation.finish(await byPerson.simulation.start({ rollback: { reason: 'not tonight' } }));
    await byPerson.simulation.finish(byPerson.execution);
    expectEnding(byPerson.simulation, { execution: byPerson.execution, ...ROLLED_BACK, cause: 'not tonight' });

    const aborted = await held();
    aborted.simulation.machines.stopExecution(aborted.execution.arn);
    await aborted.simulation.pass(600);
    expectEnding(aborted.simulation, {
      execution: aborted.execution,
      ...ROLLED_BACK,
      status: 'ABORTED',
      state: StateName.bake(10),
      error: undefined,
    });
  });
});

it(
  'a hold for want of requests survives that any call of its checks, or of the word to go on, is the last of ' +
    'its Lambda',
  async () => {
    const { visited, failures } = await searchClass(heldForFew, { seed: 1 });
    expect(failures.map(({ report }) => report)).toEqual([]);
    expect(visited).toBeGreaterThan(100);
  },
);
