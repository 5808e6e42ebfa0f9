import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { released, REVERT_STATES } from '../../verify/simulation/scenario.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';
import { expectEnding } from './expect-ending.ts';

const RELEASES = ['started', 'promoted', 'started', 'promoted'] as const;
const TO_FIRST = { revert: { to: '1' } };

/** Version 8 is in production, 7 is previous; 1 was there before the first release, and 9 was never released. */
async function twice(): Promise<Simulation> {
  const simulation = await released({ versions: { 7: 'healthy', 8: 'healthy', 9: 'healthy' } });
  await simulation.finish(await simulation.start({ version: '8' }));
  return simulation;
}

const run = async (simulation: Simulation, input: unknown) => simulation.finish(await simulation.start(input));
const aliasesOf = ({ world }: Simulation) =>
  (['production', 'canary', 'previous'] as const).map((name) => world.alias(name).version);

describe('a revert to a version that previous does not keep', () => {
  it('puts production on it at once, has previous keep it, and moves no weight', async () => {
    const simulation = await twice();
    const before = simulation.world.written.length;
    const execution = await run(simulation, TO_FIRST);

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.reverted,
      aliases: ['1', '8', '1'],
      last: { outcome: 'promoted', kind: 'revert', version: '1', previousVersion: '8' },
      announced: [...RELEASES, 'started', 'reverted'],
    });
    const moved = simulation.world.written.slice(before).map(({ what }) => what);
    expect(moved.filter((what) => /^(weights|canary|production|previous)/.test(what))).toEqual([
      'previous 1',
      'production 1',
    ]);
    expect(simulation.world.record).toMatchObject({ lastPromoted: '1' });
    expect(Object.keys(simulation.world.record.reverted ?? {})).toEqual(['8']);
  });

  it('wakes that version, and no other, before users are sent to it', async () => {
    const simulation = await twice();
    const woken: string[] = [];
    simulation.world.hook = ({ name, moment }) => {
      const { production, previous } = simulation.world.state.aliases;
      if (name === 'invoker.invoke' && moment === 'before' && production === '8') woken.push(previous ?? '');
    };
    await run(simulation, TO_FIRST);
    expect(woken).toEqual(['1']);
  });

  it.each([TO_FIRST, { revert: true }])('leaves nothing to do for %j afterwards', async (input) => {
    const simulation = await twice();
    await run(simulation, TO_FIRST);
    const again = await run(simulation, input);
    expect(again).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.nothingToRevert } });
    expect(aliasesOf(simulation)).toEqual(['1', '8', '1']);
  });

  it('can be followed by another, forward too, and each puts out what ran', async () => {
    const simulation = await twice();
    const putOut = () => Object.keys(simulation.world.record.reverted ?? {}).sort();
    await run(simulation, TO_FIRST);
    await run(simulation, { revert: { to: '7' } });
    expect(aliasesOf(simulation)).toEqual(['7', '8', '7']);
    expect(putOut()).toEqual(['1', '8']);
    await run(simulation, { revert: { to: '8' } });
    expect(aliasesOf(simulation)).toEqual(['8', '8', '8']);
    expect(putOut()).toEqual(['1', '7']);
    expect(simulation.world.record.lastPromoted).toBe('8');
  });

  it('keeps its newest version from being released again unless it is named', async () => {
    // The machine's newest is 7: released last here, over 8.
    const simulation = await twice();
    await run(simulation, { version: '7' });
    await run(simulation, TO_FIRST);
    expect((await run(simulation, {})).error).toBe('VersionReverted');
  });

  it('and the release that follows keeps the version that was gone back to', async () => {
    const simulation = await twice();
    await run(simulation, TO_FIRST);
    await run(simulation, { version: '9' });
    expect(aliasesOf(simulation)).toEqual(['9', '9', '1']);
  });

  it('that a person takes back leaves production and previous as they were', async () => {
    const simulation = await twice();
    const execution = await simulation.start(TO_FIRST);
    await simulation.reach(execution, StateName.watchRevert);
    await simulation.message('{"reason":"8 was not to blame"}');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rolledBack,
      error: 'CanaryRolledBack',
      cause: 'the revert from version 8 to 1 was taken back: 8 was not to blame',
      aliases: ['8', '8', '7'],
      last: { outcome: 'rolled back', kind: 'revert' },
      announced: [...RELEASES, 'started', 'rolled back'],
    });
    await run(simulation, { revert: true });
    expect(aliasesOf(simulation)).toEqual(['7', '8', '7']);
  });

  it.each(REVERT_STATES)('that is aborted in "%s" leaves both as they were', async (state) => {
    const simulation = await twice();
    const execution = await simulation.start(TO_FIRST);
    await simulation.abortIn(execution, state);
    await simulation.pass(600);
    expect(aliasesOf(simulation)).toEqual(['8', '8', '7']);
    expect(simulation.world.record.rollout).toBeUndefined();
  });

  it('that is taken back leaves a previous that a person has moved where it is', async () => {
    const simulation = await twice();
    const execution = await simulation.start(TO_FIRST);
    await simulation.reach(execution, StateName.watchRevert);
    simulation.world.moveAlias('person', 'previous', '9');
    await simulation.message('{"reason":"8 was not to blame"}');
    await simulation.finish(execution);
    expect(aliasesOf(simulation)).toEqual(['8', '8', '9']);
  });
});

describe('a revert by name is refused, and touches nothing:', () => {
  it('NeverPromoted for a version that no release promoted, naming those that were', async () => {
    const simulation = await twice();
    const execution = await run(simulation, { revert: { to: '9' } });
    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'NeverPromoted',
      cause: 'version 9 was never promoted, so that nothing is known of it in production; these were: 8, 7, 1',
      aliases: ['8', '8', '7'],
      last: { outcome: 'promoted', version: '8' },
      announced: RELEASES,
    });
  });

  it('NeverPromoted for one whose release was rolled back, at the latest moment too', async () => {
    const simulation = await twice();
    const release = await simulation.start({ version: '9' });
    await simulation.reach(release, StateName.watch);
    await simulation.message('{"reason":"a doubt"}');
    await simulation.finish(release);
    expect((await run(simulation, { revert: { to: '9' } })).error).toBe('NeverPromoted');
    expect(aliasesOf(simulation)).toEqual(['8', '9', '8']);
  });

  it('NeverPromoted for one that a person had put behind production by hand', async () => {
    const simulation = await twice();
    simulation.world.moveAlias('person', 'production', '9');
    await simulation.pass(60);
    await run(simulation, { version: '8' });
    expect((await run(simulation, { revert: { to: '9' } })).error).toBe('NeverPromoted');
  });

  it('VersionNotFound for one that is gone', async () => {
    const simulation = await twice();
    simulation.world.versions.delete('1');
    const execution = await run(simulation, TO_FIRST);
    expect(execution).toMatchObject({ error: 'VersionNotFound', position: { state: StateName.refused } });
    expect(aliasesOf(simulation)).toEqual(['8', '8', '7']);
  });

  it.each([{ revert: { to: 7 } }, { revert: {} }, { revert: { to: '7', by: 'me' } }, { ...TO_FIRST, version: '7' }])(
    'InvalidInput for %j',
    async (input) => {
      const simulation = await twice();
      const execution = await run(simulation, input);
      expect(execution.error).toBe('InvalidInput');
      expect(execution.cause).toContain('{"revert":true} or {"revert":{"to":"5"}}, and nothing else');
    },
  );
});
