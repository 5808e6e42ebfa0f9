import { describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { expectEnding, ROLLED_BACK } from './expect-ending.ts';
import { reaching, released, simulate } from '../../verify/simulation/scenario.ts';
import { PRODUCTION_ALARM } from '../../verify/simulation/alarm-names.ts';

const RELEASE = ['started', 'promoted'] as const;

describe('in mid-rollout', () => {
  it('a canary alias that is moved by hand rolls the release back: what baked is not what is there', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.moveAlias('somebody', 'canary', '8');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      aliases: ['1', '8', '1'],
      cause: 'alias canary is at version 8, expected 7 (VersionDrifted)',
    });
  });

  it('a production alias that is moved by hand rolls the release back, and stays where it was put', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.moveAlias('somebody', 'production', '8');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      aliases: ['8', '7', '1'],
      cause: 'alias production is at version 8, expected 1 (VersionDrifted)',
    });
  });

  it('a production alias moved by hand after the promotion stays where it was put, and people are told', async () => {
    const { simulation, execution } = await reaching(StateName.watch);
    simulation.world.moveAlias('somebody', 'production', '8');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      aliases: ['8', '7', '1'],
      cause: 'alias production is at version 8, expected 7 (VersionDrifted)',
      announced: ['started', 'drift found', 'rolled back'],
    });
  });

  it('weights that are moved by hand roll the release back', async () => {
    const { simulation, execution } = await reaching(StateName.bake(30));
    simulation.world.writeWeights('somebody', { production: 20, canary: 80 });
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      cause: 'live weights are production 20, canary 80, expected production 70, canary 30',
    });
    expect(execution.cause).toContain('(WeightsDrifted)');
  });

  it('a version before that is deleted does not stop a good release', async () => {
    const { simulation, execution } = await reaching(StateName.watch);
    simulation.world.versions.delete('1');
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['7', '7', '1'],
      last: { outcome: 'promoted' },
      announced: RELEASE,
    });
  });

  it('a version before that is deleted cannot be restored, which is what the ending says', async () => {
    const { simulation, execution } = await reaching(StateName.watch);
    simulation.world.versions.delete('1');
    simulation.alarm(PRODUCTION_ALARM);
    await simulation.finish(execution);

    expectEnding(simulation, {
      execution,
      ...ROLLED_BACK,
      error: 'CannotRestoreProduction',
      cause: 'production still runs it because version 1 no longer exists',
      aliases: ['7', '7', '1'],
      last: { outcome: 'rolled back', notRestored: true },
      announced: ['started', 'rollback failed', 'rolled back'],
    });
  });
});

describe('at rest', () => {
  it('weights that are moved by hand are put back by the watchdog within a minute, and people are told', async () => {
    const { simulation, execution } = await reaching(StateName.watch);
    await simulation.finish(execution);
    simulation.world.writeWeights('somebody', { production: 90, canary: 10 });
    await simulation.pass(60);
    expect(simulation.world.split).toBe('100/0');
    await simulation.pass(120);

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['7', '7', '1'],
      last: { outcome: 'rolled back', error: 'WeightsDrifted', version: '7' },
      announced: [...RELEASE, 'drift found'],
    });
  });

  it('a start right after weights were moved by hand is refused', async () => {
    const simulation = simulate({ watchdog: false });
    simulation.world.writeWeights('somebody', { production: 80, canary: 20 });
    const execution = await simulation.finish(await simulation.start({ version: '7' }));

    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'WeightsDrifted',
      position: { state: StateName.refused },
    });
    expect(simulation.world.split).toBe('80/20');
  });

  it('a production alias moved by hand is announced by the next release, which starts from there', async () => {
    const simulation = await released();
    simulation.world.moveAlias('somebody', 'production', '1');
    const execution = await simulation.finish(await simulation.start({ version: '8' }));

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['8', '8', '1'],
      last: { outcome: 'promoted', version: '8', previousVersion: '1' },
      announced: [...RELEASE, 'drift found', ...RELEASE],
    });
    expect(simulation.world.announcements.find(({ kind }) => kind === 'drift found')?.message).toBe(
      'production was moved by hand: it runs version 1, the last promotion left it at 7',
    );
  });

  it('a canary alias that was moved by hand is simply pointed by the next release', async () => {
    const simulation = await released();
    simulation.world.moveAlias('somebody', 'canary', '1');
    const execution = await simulation.finish(await simulation.start({ version: '8' }));

    expectEnding(simulation, {
      execution,
      status: 'SUCCEEDED',
      state: StateName.promoted,
      aliases: ['8', '8', '7'],
      last: { outcome: 'promoted', version: '8' },
      announced: [...RELEASE, ...RELEASE],
    });
  });
});

it('a revert after production was put back by hand has nothing to do', async () => {
  const simulation = await released();
  simulation.world.moveAlias('somebody', 'production', '1');
  const execution = await simulation.finish(await simulation.start({ revert: true }));

  expectEnding(simulation, {
    execution,
    status: 'SUCCEEDED',
    state: StateName.nothingToRevert,
    aliases: ['1', '7', '1'],
    last: { outcome: 'promoted', version: '7' },
    announced: RELEASE,
  });
});
