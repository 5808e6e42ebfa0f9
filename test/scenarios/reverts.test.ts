import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { expectEnding } from './expect-ending.ts';
import { released, simulate } from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from '../../verify/simulation/alarm-names.ts';

const RELEASE = ['started', 'promoted'] as const;
const REVERTED = {
  status: 'SUCCEEDED',
  state: StateName.reverted,
  aliases: ['1', '7', '1'],
  last: { outcome: 'promoted', kind: 'revert', version: '1', previousVersion: '7' },
  announced: [...RELEASE, 'started', 'reverted'],
} as const;

async function reverted() {
  const simulation = await released();
  await simulation.finish(await simulation.start({ revert: true }));
  return simulation;
}

describe('a version that was reverted', () => {
  it('is not released again by a start that names no version: red, and nothing moves', async () => {
    const simulation = await reverted();
    const execution = await simulation.finish(await simulation.start({}));

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'VersionReverted',
      position: { state: StateName.refused },
    });
    expect(execution.cause).toContain('name it to release it all the same: {"version":"7"}');
    expect(simulation.world.state).toMatchObject({ split: '100/0', aliases: { production: '1' } });
  });

  it('is known after other releases too, until it is promoted once more, by its name', async () => {
    const simulation = await released({ versions: { 6: 'fails smoke test', 7: 'healthy' } });
    await simulation.finish(await simulation.start({ revert: true }));
    expect((await simulation.finish(await simulation.start({ version: '6' }))).error).toBe('CanaryRolledBack');
    expect((await simulation.finish(await simulation.start({}))).error).toBe('VersionReverted');
    expect((await simulation.finish(await simulation.start({ version: '7' }))).status).toBe('SUCCEEDED');
    expect(simulation.world.record.reverted).toBeUndefined();
  });

  it('and not a version that was only rolled back, which starts again with a warning', async () => {
    const simulation = simulate({ versions: { 7: 'healthy' } });
    const first = await simulation.start({});
    await simulation.reach(first, StateName.bake(10));
    await simulation.message('{"reason":"a doubt"}');
    await simulation.finish(first);
    const again = await simulation.finish(await simulation.start({}));

    expect(again.status).toBe('SUCCEEDED');
    expect(simulation.world.announcements.filter(({ kind }) => kind === 'started').at(-1)?.message).toMatch(
      /releases version 7 over version 1; version 7 was rolled back before, at \S+: .*a doubt/,
    );
  });
});

describe('a revert', () => {
  it('puts production back on previous at once, watches it, and moves no weight', async () => {
    const simulation = await released();
    const before = simulation.world.written.length;
    const execution = await simulation.start({ revert: true });
    await simulation.reach(execution, StateName.settleRevert);
    expect(simulation.world.state.aliases.production).toBe('1');
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...REVERTED });
    expect(simulation.world.written.slice(before).filter(({ what }) => what.startsWith('weights'))).toEqual([]);
    expect(simulation.world.announcements.at(-1)?.message).toBe(
      'version 1 is in production again, version 7 is out; production: healthy, 1 alarm OK; the watch of 300 s is over',
    );
    expect(simulation.world.record.lastPromoted).toBe('1');
  });

  it('wakes a version that was idle for weeks before users are sent to it, for five minutes', async () => {
    const simulation = await released();
    const asked = simulation.clock.now();
    simulation.world.hook = ({ name, moment }) => {
      if (moment === 'before' && name === 'invoker.invoke' && simulation.world.state.aliases.production === '7')
        throw Object.assign(new Error('the function is inactive'), { name: 'ResourceNotReadyException' });
    };
    const execution = await simulation.start({ revert: true });
    await simulation.pass(290);
    expect(simulation.world.state.aliases.production).toBe('7');
    await simulation.reach(execution, StateName.settleRevert);
    expect((simulation.clock.now() - asked) / 1000).toBeGreaterThanOrEqual(300);
    expect(simulation.world.state.aliases.production).toBe('1');
    await simulation.finish(execution);
    expectEnding(simulation, { execution, ...REVERTED });
  });

  it('tells that nobody could ask the new production whether it answers', async () => {
    const simulation = await released();
    simulation.world.hook = ({ name, moment }) => {
      if (moment === 'before' && name === 'invoker.invoke')
        throw Object.assign(new Error('no such key'), { name: 'KMSNotFoundException' });
    };
    const execution = await simulation.finish(await simulation.start({ revert: true }));
    expectEnding(simulation, { execution, ...REVERTED });
    expect(simulation.world.announcements.at(-1)?.message).toContain(
      'the watch of 300 s is over; it could not be asked whether it answers: no such key',
    );
  });

  it('is not refused and not rolled back because of alarms, and says which are still on', async () => {
    const simulation = await released();
    for (const name of [CANARY_ALARM, PRODUCTION_ALARM]) simulation.alarm(name);
    await simulation.pass(1);
    const execution = await simulation.start({ revert: true });
    await simulation.reach(execution, StateName.watchRevert);
    simulation.quiet();
    for (const name of [CANARY_ALARM, PRODUCTION_ALARM]) simulation.alarm(name);
    await simulation.finish(execution);

    expectEnding(simulation, { execution, ...REVERTED });
    expect(simulation.world.announcements.at(-1)?.message).toMatch(
      /production: unhealthy, alarm production-errors is on since .*; told only, a revert stays$/,
    );
  });

  it('needs no alarm to exist', async () => {
    const simulation = await released();
    simulation.world.alarms.clear();
    const execution = await simulation.finish(await simulation.start({ revert: true }));

    expectEnding(simulation, { execution, ...REVERTED });
  });

  it('needs a version before that answers, not one that answers well', async () => {
    const simulation = await released();
    simulation.world.answer = () => ({ payload: undefined, functionError: 'Unhandled' });
    const execution = await simulation.finish(await simulation.start({ revert: true }));

    expectEnding(simulation, { execution, ...REVERTED });
  });

  it.each([
    ['the alarms cannot be read', 'alarms.read'],
    ['production cannot be invoked', 'invoker.invoke'],
  ])('stays when %s', async (_, call) => {
    const simulation = await released();
    simulation.world.hook = ({ name, moment }) => {
      if (name === call && moment === 'before')
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    };
    const execution = await simulation.finish(await simulation.start({ revert: true }));

    expectEnding(simulation, { execution, ...REVERTED });
  });

  it('said twice ends well as nothing to revert, instead of bringing the bad version back', async () => {
    const simulation = await released();
    await simulation.finish(await simulation.start({ revert: true }));
    const execution = await simulation.finish(await simulation.start({ revert: true }));

    expectEnding(simulation, { execution, ...REVERTED, state: StateName.nothingToRevert });
  });

  it('does not stand in the way of the next release, which keeps the version that was reverted to', async () => {
    const simulation = await released();
    await simulation.finish(await simulation.start({ revert: true }));
    const execution = await simulation.finish(await simulation.start({ version: '8' }));

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['8', '8', '1'],
      last: { outcome: 'promoted', version: '8', previousVersion: '1' },
      announced: [...REVERTED.announced, 'started', 'promoted'],
    });
    expect(simulation.world.record.last).not.toHaveProperty('kind');
  });

  it('that a person asks to roll back is taken back', async () => {
    const simulation = await released();
    const execution = await simulation.start({ revert: true });
    await simulation.reach(execution, StateName.watchRevert);
    await simulation.message('{"reason":"7 was not to blame"}');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rolledBack,
      error: 'CanaryRolledBack',
      cause: 'the revert from version 7 to 1 was taken back: 7 was not to blame',
      aliases: ['7', '7', '1'],
      last: { outcome: 'rolled back', kind: 'revert' },
      announced: [...RELEASE, 'started', 'rolled back'],
    });
  });

  it('whose version before never answers is taken back', async () => {
    const simulation = await released();
    const execution = await simulation.start({ revert: true });
    await simulation.reach(execution, StateName.settleRevert);
    simulation.world.answer = () => ({ payload: undefined, executedVersion: '7' }) as never;
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.rolledBack,
      error: 'CanaryRolledBack',
      cause: 'alias production answered GET /health with version 7, expected 1 (VersionNotVisible)',
      aliases: ['7', '7', '1'],
      last: { outcome: 'rolled back', kind: 'revert' },
      announced: [...RELEASE, 'started', 'rolled back'],
    });
  });
});

describe('a revert is refused by name, and touches nothing:', () => {
  it('VersionNotFound when the version before was deleted', async () => {
    const simulation = await released();
    simulation.world.versions.delete('1');
    const execution = await simulation.finish(await simulation.start({ revert: true }));

    expectEnding(simulation, {
      execution,
      status: 'FAILED',
      state: StateName.refused,
      error: 'VersionNotFound',
      cause: 'version 1 is not a published version of the function',
      aliases: ['7', '7', '1'],
      last: { outcome: 'promoted', version: '7' },
      announced: RELEASE,
    });
  });

  it('RolloutInProgress while a release runs, which goes on', async () => {
    const simulation = await released();
    const release = await simulation.start({ version: '8' });
    await simulation.reach(release, StateName.bake(10));
    const refused = await simulation.finish(await simulation.start({ revert: true }));
    expect(refused).toMatchObject({
      status: 'FAILED',
      error: 'RolloutInProgress',
      position: { state: StateName.refused },
    });
    await simulation.finish(release);

    expectEnding(simulation, {
      execution: release,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['8', '8', '7'],
      last: { outcome: 'promoted', version: '8' },
      announced: [...RELEASE, ...RELEASE],
    });
  });

  it.each([{ revert: true, version: '7' }, { revert: false }, { revert: true, holdAt: 30 }])(
    'InvalidInput for %j',
    async (input) => {
      const simulation = await released();
      const execution = await simulation.finish(await simulation.start(input));

      expectEnding(simulation, {
        execution,
        status: 'FAILED',
        state: StateName.refused,
        error: 'InvalidInput',
        cause: '{"revert":true} or {"revert":{"to":"5"}}, and nothing else',
        aliases: ['7', '7', '1'],
        last: { outcome: 'promoted' },
        announced: RELEASE,
      });
    },
  );
});

it('there is nothing to revert where nothing was ever released', async () => {
  const simulation = simulate();
  const execution = await simulation.finish(await simulation.start({ revert: true }));

  expectEnding(simulation, {
    execution,
    status: 'SUCCEEDED',
    state: StateName.nothingToRevert,
    aliases: ['1', '1', '1'],
    last: undefined,
    announced: [],
  });
});
