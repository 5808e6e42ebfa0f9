import { beforeAll, describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import type { CheckResult } from '../../statemachine/contract/rows/check.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';
import { reaching, simulate } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';
import { expectEnding, ROLLED_BACK } from './expect-ending.ts';

let definition: string;
beforeAll(() => {
  const steps = [10, 95].map((weight) => ({ weight, bakeSeconds: 300 }));
  definition = JSON.stringify(definitionOf({ ...DEFAULT_PLAN, steps }));
});

const at = (state: string, input: unknown = { version: '7' }) => reaching(state, { definition }, input);

const PROMOTED = {
  status: 'SUCCEEDED',
  state: StateName.promoted,
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: ['started', 'promoted'],
} as const;

const written = ({ world }: Simulation) =>
  world.written.flatMap(({ what }) => (what.startsWith('weights') ? [what.replace('weights ', '')] : []));
const messagesOfChecks = ({ trace }: Simulation) =>
  trace.entries.flatMap((entry) =>
    entry.what === 'answer' && entry.fn === 'check' ? [(entry.result as CheckResult).message] : [],
  );

describe('a release whose last weight is 95', () => {
  it('bakes there, shifts to 100, settles for 90 s and is promoted; its shift to 100 is told', async () => {
    const { simulation, execution } = await at(StateName.settle(100));
    const settling = simulation.clock.now();
    await simulation.reach(execution, StateName.promote);
    expect((simulation.clock.now() - settling) / 1000).toBe(90);
    expect(simulation.world.split).toBe('0/100');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED });
    expect(simulation.world.written.map(({ what }) => what)).toContain('production 7');
    expect(written(simulation)).toEqual(['90/10', '5/95', '0/100', '100/0']);
    const shifted = simulation.world.announcements.filter(({ kind }) => kind === 'shifted');
    expect(shifted.map(({ weight }) => weight)).toEqual([10, 95, 100]);
  });

  it('is compared with the production of the same minutes to the end of its last bake', async () => {
    const { simulation } = await at(StateName.shift(100));
    const last = messagesOfChecks(simulation).at(-1);
    expect(last).toMatch(/^95 %: healthy, .*errors \(0 of [\d,]+\) against 0 % \(0 of [\d,]+\): no sign of worse/);
    expect(last).not.toContain('before');
  });

  it('is rolled back at once by an alarm while it settles at 100, and never promoted', async () => {
    const { simulation, execution } = await at(StateName.settle(100));
    simulation.alarm(CANARY_ALARM);
    await simulation.pass(1);
    expect(simulation.world.split).toBe('100/0');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...ROLLED_BACK, cause: `alarm ${CANARY_ALARM} is on since` });
    expect(simulation.world.written.map(({ what }) => what)).not.toContain('production 7');
  });

  it('is rolled back by an abort while it settles at 100', async () => {
    const { simulation, execution } = await at(StateName.settle(100));
    simulation.machines.stopExecution(execution.arn);
    await simulation.pass(300);

    const state = StateName.settle(100);
    expectEnding(simulation, { execution, ...ROLLED_BACK, status: 'ABORTED', state, error: undefined });
  });

  it('holds at 95 when asked to, and shifts to 100 when somebody says go on', async () => {
    const { simulation, execution } = await at(StateName.bake(95), { version: '7', holdAt: 95 });
    await simulation.pass(3600);
    expect({ split: simulation.world.split, status: execution.status }).toEqual({ split: '5/95', status: 'RUNNING' });
    await simulation.finish(await simulation.start({ goOn: true }));
    await simulation.reach(execution, StateName.shift(100));
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED, announced: ['started', 'held', 'promoted'] });
  });

  it('cannot be held at 100, where nothing bakes', async () => {
    const simulation = simulate({ definition });
    const execution = await simulation.finish(await simulation.start({ version: '7', holdAt: 100 }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'InvalidInput',
      cause: 'holdAt: expected a weight of the plan: 10, 95, got 100',
      aliases: ['1', '1', '1'],
      last: undefined,
      announced: [],
    });
  });
});
