import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { expectEnding } from './expect-ending.ts';
import { defaultDefinition, reaching, simulate } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';
import { definitionOf } from '../../verify/definition.ts';

const PROMOTED = {
  status: 'SUCCEEDED',
  state: StateName.promoted,
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: ['started', 'promoted'],
} as const;

const weightsWritten = (simulation: Simulation, actor: string) =>
  simulation.world.written
    .filter(({ actor: who, what }) => who === actor && what.startsWith('weights'))
    .map(({ what }) => what);

/** The machine of another release of this project, by what its text says. */
const definitionWith = (...changes: readonly (readonly [from: string, to: string])[]): string =>
  changes.reduce((text, [from, to]) => text.replaceAll(from, to), defaultDefinition());

describe('a deploy in mid-rollout', () => {
  it('of a new plan does not change what the running rollout does, only what the next one does', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.update(
      JSON.stringify(
        definitionOf({ ...DEFAULT_PLAN, steps: [20, 100].map((weight) => ({ weight, bakeSeconds: 60 })) }),
      ),
    );
    await simulation.finish(execution);
    expect(weightsWritten(simulation, execution.arn)).toEqual([
      'weights 90/10',
      'weights 70/30',
      'weights 50/50',
      'weights 0/100',
      'weights 100/0',
    ]);
    expectEnding(simulation, { execution, ...PROMOTED });

    const next = await simulation.finish(await simulation.start({ version: '8' }));
    expect(weightsWritten(simulation, next.arn)).toEqual(['weights 80/20', 'weights 0/100', 'weights 100/0']);
  });

  it('of other alarms leaves the running rollout with those that it was started with', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.update(definitionWith(['canary-errors', 'canary-errors-new']));
    simulation.world.setAlarm('canary-errors-new', 'ALARM');
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...PROMOTED });

    const next = await simulation.finish(await simulation.start({ version: '8' }));
    expect(next).toMatchObject({ status: 'FAILED', error: 'CanaryAlarmActive' });
  });

  it('that takes away an alarm of the running rollout rolls it back, for nobody watches it any more', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.update(definitionWith(['canary-errors', 'canary-errors-new']));
    simulation.world.alarms.delete('canary-errors');
    simulation.world.setAlarm('canary-errors-new');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rolledBack,
      error: 'CanaryRolledBack',
      cause: 'alarm canary-errors does not exist',
      aliases: ['1', '7', '1'],
      last: { outcome: 'rolled back' },
      announced: ['started', 'rolled back'],
    });
  });

  it('of new handler code finds arguments and a record of before it, and the rollout ends all the same', async () => {
    const before = definitionWith(
      ['"weights":[10,30,50,100],', ''],
      [',"weights":[10,30,50,100]', ''],
      [',"holdSeconds":14400', ''],
    );
    expect(before).not.toMatch(/"weights"|holdSeconds/);
    const { simulation, execution } = await reaching(StateName.bake(30), { definition: before });
    const { newestTried: _unknownThen, ...record } = simulation.world.record;
    simulation.world.record = record;
    simulation.update(defaultDefinition());
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...PROMOTED });
    const again = await simulation.finish(await simulation.start({ onDeploy: true }));
    expect(again.position.state).toBe(StateName.nothingToRelease);
  });
});

it('a machine from before there were holds refuses one by name', async () => {
  const simulation = simulate({ definition: definitionWith(['"weights":[10,30,50,100],', '']) });
  const execution = await simulation.finish(await simulation.start({ version: '7', holdAt: 30 }));

  expectEnding(simulation, {
    execution,
    status: 'FAILED',
    state: StateName.refused,
    error: 'InvalidInput',
    cause: 'this machine cannot hold',
    aliases: ['1', '1', '1'],
    last: undefined,
    announced: [],
  });
});
