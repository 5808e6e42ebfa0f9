import { describe, expect, it } from 'vitest';
import { atMoment, crashAt, momentsOf, on, untilCrash } from '../../verify/memory/hooks.ts';
import { arn, askedTrigger, bringTo, ended, memoryService, ownTrigger } from '../../verify/memory/service.ts';

const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });

/** Version 2 is in production and 1 is previous; `r` has claimed to revert. */
async function claimed() {
  const service = memoryService(['1', '2', '3']);
  await bringTo(service, service.execution('a'), 'closed');
  const r = service.execution('r', { version: '1', previousVersion: '2' });
  service.world.executions.set(r.id, 'RUNNING');
  await r.claim({ revert: true });
  return { ...service, r };
}

describe('the claim of a revert', () => {
  it('is for the version that previous keeps, over the one in production, and leaves the canary alone', async () => {
    const { world } = await claimed();
    expect(world.record.rollout).toMatchObject({
      id: arn('r'),
      kind: 'revert',
      phase: 'advancing',
      version: '1',
      previousVersion: '2',
      productionMoved: false,
    });
    expect(world.record).toMatchObject({ last: { id: arn('a') }, newestTried: '2', lastPromoted: '2' });
    expect(world.alias('canary').version).toBe('2');
    expect(world.announcements.at(-1)).toMatchObject({
      eventId: `${arn('r')}:started`,
      message: 'r puts production back from version 2 to 1',
    });
  });

  it('called again, goes on where its lost reply left it', async () => {
    const { r } = await claimed();
    expect(await r.claim({ revert: true })).toMatchObject({ outcome: 'claimed', version: '1', previousVersion: '2' });
  });
});

describe('revert', () => {
  it('moves production alone, announced in the record first, so that previous stays', async () => {
    const { r, world } = await claimed();
    const from = world.written.length;
    expect(await r.revert()).toEqual({
      revertedAt: world.now().toISOString(),
      message: 'production went back from version 2 to 1',
    });
    expect(world.written.slice(from).map(({ what }) => what)).toEqual([`record promoting ${arn('r')}`, 'production 1']);
    expect(world.record.rollout).toMatchObject({ phase: 'promoting', productionMoved: true });
    expect(world.alias('previous').version).toBe('1');
  });

  it('that dies anywhere and runs again ends as one that never died', async () => {
    const whole = await claimed();
    const count = await momentsOf(whole.world, 'r', () => whole.r.revert());
    expect(count).toBeGreaterThan(6);
    for (let n = 0; n < count; n++) {
      const { r, world } = await claimed();
      world.hook = crashAt('r', n);
      expect(await untilCrash(() => r.revert())).toBe('crashed');
      world.hook = () => {};
      await r.revert();
      expect(world.state).toEqual(whole.world.state);
    }
  });

  it('and a rollback at any moment leave production where it was, once the rollback has confirmed', async () => {
    const whole = await claimed();
    const count = await momentsOf(whole.world, 'r', () => whole.r.revert());
    for (let n = 0; n < count; n++) {
      const service = await claimed();
      const rescuer = service.execution('x');
      service.world.hook = atMoment('r', n, async () => void (await rescuer.rollBack(askedTrigger(ended('r')))));
      const failure: unknown = await service.r.revert().catch((error: unknown) => error);
      // Only a rollback after its last look goes unnoticed by it.
      expect(failure).toMatchObject(
        n < count - 1 ? { name: 'ClaimLost' } : { message: 'production went back from version 2 to 1' },
      );
      service.world.hook = () => {};
      service.pass(90);
      expect(await rescuer.confirm(service.r.id)).toMatchObject({ next: 'done' });
      await rescuer.close('rolled back', service.r.id);
      expect(service.world.state).toMatchObject({
        aliases: { production: '2' },
        record: { last: { kind: 'revert', outcome: 'rolled back' }, lastPromoted: '2' },
      });
    }
  });

  it('rejects production that somebody else has moved, and never overwrites it', async () => {
    const { r, world } = await claimed();
    world.hook = on('r', 'records.compareAndSet', 'after', () => world.moveAlias('somebody', 'production', '3'));
    await expect(r.revert()).rejects.toThrow(named('VersionDrifted', /moved from version 2 to 3 by somebody else/));
    expect(world.alias('production').version).toBe('3');
  });

  it('rejects a redriven execution', async () => {
    const { execution, world } = await claimed();
    await expect(execution('r', { redrives: 1 }).revert()).rejects.toThrow(named('Redriven'));
    expect(world.alias('production').version).toBe('2');
  });
});

describe('the close of a revert', () => {
  it('says what was seen last, and production is expected where it went back to', async () => {
    const { r, world } = await claimed();
    await r.revert();
    expect(await r.close('promoted', r.id, 'production: healthy')).toEqual({
      outcome: 'closed',
      message: 'version 1 is in production again, version 2 is out; production: healthy',
    });
    expect(world.record).toMatchObject({
      last: { kind: 'revert', outcome: 'promoted', version: '1' },
      lastPromoted: '1',
      newestTried: '2',
    });
    expect(world.announcements.at(-1)).toMatchObject({ eventId: `${arn('r')}:reverted`, kind: 'reverted' });
  });

  it('that went through stays, whatever the rollback that follows is told', async () => {
    const { r } = await claimed();
    await r.revert();
    await r.close();
    expect(await r.rollBack(ownTrigger('States.Timeout', 'it took too long'))).toMatchObject({
      outcome: 'already reverted',
      cause: expect.stringContaining('version 1 is in production and stays') as string,
    });
  });
});

/** Version 3 is in production and 2 is previous; `r` is to revert to 1. */
async function beforeClaim() {
  const service = memoryService(['1', '2', '3', '4']);
  await bringTo(service, service.execution('a'), 'closed');
  await bringTo(service, service.execution('b', { version: '3', previousVersion: '2' }), 'closed');
  const r = service.execution('r', { version: '1', previousVersion: '3' });
  service.world.executions.set(r.id, 'RUNNING');
  return { ...service, r };
}
const claim = ({ r }: Awaited<ReturnType<typeof beforeClaim>>) => r.claim({ revert: { to: '1' } });
const claimAndMove = async (service: Awaited<ReturnType<typeof beforeClaim>>) => {
  await claim(service);
  await service.r.revert();
};

describe('a revert to a version that previous does not keep', () => {
  it('notes what previous keeps, in the write that claims, and then has it keep that version', async () => {
    const service = await beforeClaim();
    const from = service.world.written.length;
    await claim(service);
    expect(service.world.written.slice(from).map(({ what }) => what)).toEqual([
      `record advancing ${arn('r')}`,
      'previous 1',
    ]);
    expect(service.world.record.rollout).toMatchObject({ version: '1', previousVersion: '3', previousKept: '2' });
    await service.r.revert();
    await service.r.close();
    expect(service.world.state).toMatchObject({
      aliases: { production: '1', canary: '3', previous: '1' },
      record: { lastPromoted: '1', last: { kind: 'revert', outcome: 'promoted' } },
    });
  });

  it('whose claim dies anywhere and runs again ends as one that never died', async () => {
    const whole = await beforeClaim();
    const count = await momentsOf(whole.world, 'r', () => claim(whole));
    for (let n = 0; n < count; n++) {
      const service = await beforeClaim();
      service.world.hook = crashAt('r', n);
      expect(await untilCrash(() => claim(service))).toBe('crashed');
      service.world.hook = () => {};
      await claim(service);
      expect(service.world.state).toEqual(whole.world.state);
    }
  });

  it('and a rollback at any moment leave both aliases as they were, once that has confirmed', async () => {
    const whole = await beforeClaim();
    const count = await momentsOf(whole.world, 'r', () => claimAndMove(whole));
    for (let n = 0; n < count; n++) {
      const service = await beforeClaim();
      const { r, world } = service;
      const rescuer = service.execution('x');
      world.hook = atMoment('r', n, async () => void (await rescuer.rollBack(askedTrigger(ended('r')))));
      await claimAndMove(service).catch(() => undefined);
      world.hook = () => {};
      if (world.record.rollout?.phase !== 'rolling back') continue;
      service.pass(90);
      // A move of previous that was under way is found, and put right by another round.
      if ((await rescuer.confirm(r.id)).next === 'again') await rescuer.rollBack(askedTrigger(ended('r')));
      expect(await rescuer.confirm(r.id)).toMatchObject({ next: 'done' });
      await rescuer.close('rolled back', r.id);
      expect(world.state.aliases).toEqual({ production: '3', canary: '3', previous: '2' });
    }
  });

  it('is confirmed as taken back only once a late write to previous is put right', async () => {
    const service = await beforeClaim();
    const { r, world } = service;
    await claimAndMove(service);
    const rescuer = service.execution('x');
    await rescuer.rollBack(askedTrigger(ended('r')));
    world.moveAlias('late', 'previous', '1');
    service.pass(90);
    expect(await rescuer.confirm(r.id)).toEqual({
      next: 'again',
      message: 'alias previous is at version 1 again, rolling back once more',
    });
    await rescuer.rollBack(askedTrigger(ended('r')));
    expect(await rescuer.confirm(r.id)).toMatchObject({ next: 'done' });
    expect(world.alias('previous').version).toBe('2');
  });

  it('that cannot be taken back leaves previous at what production runs', async () => {
    const service = await beforeClaim();
    const { r, world } = service;
    await claimAndMove(service);
    world.versions.delete('3');
    const rescuer = service.execution('x');
    await rescuer.rollBack(askedTrigger(ended('r')));
    service.pass(90);
    expect(await rescuer.confirm(r.id)).toMatchObject({ next: 'done' });
    expect(world.state.aliases).toMatchObject({ production: '1', previous: '1' });
  });
});
