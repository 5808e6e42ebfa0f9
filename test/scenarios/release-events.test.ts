import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { reaching, released, simulate } from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM } from '../../verify/simulation/alarm-names.ts';

const told = ({ world }: ReturnType<typeof simulate>) =>
  world.announcements.map(({ kind, weight }) => (weight === undefined ? kind : `${kind} ${weight}`));

describe('release events', () => {
  it('tell a release from its start over each weight to its end', async () => {
    expect(told(await released())).toEqual([
      'started',
      'shifted 10',
      'shifted 30',
      'shifted 50',
      'shifted 100',
      'promoted',
    ]);
  });

  it('tell how far a release came that was rolled back', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.alarm(CANARY_ALARM);
    await simulation.finish(execution);
    expect(told(simulation)).toEqual(['started', 'shifted 10', 'shifted 30', 'rolled back']);
  });

  it('have an id made of rollout, kind and step', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    expect(simulation.world.announcements.map(({ eventId }) => eventId)).toEqual([
      `${execution.arn}:started`,
      `${execution.arn}:shifted:10`,
      `${execution.arn}:shifted:30`,
    ]);
  });

  it.each([
    ['before it was published', 'before', 'announcer.publish', 1],
    ['between publishing and marking', 'before', 'records.compareAndSet', 2],
    ['after marking', 'after', 'records.compareAndSet', 1],
  ] as const)('of a shift that crashes %s: the id tells doubles apart', async (_, moment, name, published) => {
    const simulation = simulate();
    const execution = await simulation.start({ version: '7' });
    let writes = 0;
    let crashes = 0;
    simulation.world.hook = (call) => {
      if (
        call.actor !== execution.arn ||
        execution.position.state !== StateName.shift(10) ||
        call.moment !== moment ||
        call.name !== name
      )
        return;
      // The first write of a shift notes its intent, the second marks that it is done.
      if (name === 'records.compareAndSet' && ++writes % 2 === 1) return;
      if (crashes++ === 0) throw new Error('crashed');
    };
    await simulation.reach(execution, StateName.bake(10));
    const shifted = simulation.world.announcements.filter(({ kind }) => kind === 'shifted');
    expect(crashes).toBeGreaterThan(0);
    expect(shifted).toHaveLength(published);
    expect(new Set(shifted.map(({ eventId }) => eventId)).size).toBe(1);
  });
});
