import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClosedRollout, OpenRollout } from '../../../rollout/record/record.ts';
import { ALIASES, inMemory, overAws, type Subject } from './subjects.ts';

const rollout: OpenRollout = {
  id: 'arn:aws:states:eu-west-1:123456789012:execution:machine:one',
  phase: 'advancing',
  version: '2',
  previousVersion: '1',
  claimedAt: '2026-01-05T09:00:00.000Z',
  confirmedWeight: 0,
  intendedWeight: 10,
  productionMoved: false,
  letOn: { '10': { execution: 'arn:go-on', by: 'ann', reason: 'seen', promote: true } },
  listener: { to: 'adopt', listener: 'listener-1', before: { 'tg-old': 100 } },
};
const closed: ClosedRollout = {
  id: rollout.id,
  outcome: 'rolled back',
  version: '2',
  previousVersion: '1',
  claimedAt: rollout.claimedAt,
  closedAt: '2026-01-05T09:10:00.000Z',
  error: 'CanaryRolledBack',
  reason: 'alarm',
  ...(rollout.letOn && { letOn: rollout.letOn }),
};

/** What the handlers rely on, whichever ports they get: what holds in the simulation holds because it holds here. */
describe.each([inMemory, overAws()])('the ports $name', ({ open, fresh, close }) => {
  let subject: Subject;
  let ports: Subject['ports'];
  beforeAll(open);
  beforeEach(async () => {
    subject = await fresh();
    ({ ports } = subject);
  });
  afterAll(close);

  describe('the listener', () => {
    it('is at rest until it is written, and then as it was written', async () => {
      expect(await ports.listener.read()).toEqual({ production: 100, canary: 0 });
      await ports.listener.write({ production: 90, canary: 10 });
      expect(await ports.listener.read()).toEqual({ production: 90, canary: 10 });
    });

    it('keeps the last of two writes, whoever made it', async () => {
      await ports.listener.write({ production: 70, canary: 30 });
      await ports.listener.write({ production: 100, canary: 0 });
      await ports.listener.write({ production: 100, canary: 0 });
      expect(await ports.listener.read()).toEqual({ production: 100, canary: 0 });
    });
  });

  describe('an alias', () => {
    it.each(ALIASES)('moves from the revision that was read, which then is another: %s', async (alias) => {
      const before = await ports.versions.readAlias(alias);
      expect(before.version).toBe('1');
      expect(await ports.versions.pointAlias(alias, '2', before.revisionId)).toBe(true);
      const after = await ports.versions.readAlias(alias);
      expect(after.version).toBe('2');
      expect(after.revisionId).not.toBe(before.revisionId);
    });

    it('stays where it is when somebody has moved it since, also there and back', async () => {
      const before = await ports.versions.readAlias('production');
      await ports.versions.pointAlias('production', '2', before.revisionId);
      await ports.versions.pointAlias('production', '1', (await ports.versions.readAlias('production')).revisionId);
      expect(await ports.versions.pointAlias('production', '3', before.revisionId)).toBe(false);
      expect((await ports.versions.readAlias('production')).version).toBe('1');
    });

    it('lets only one of two writes from the same revision through', async () => {
      const { revisionId } = await ports.versions.readAlias('canary');
      const results = await Promise.all([
        ports.versions.pointAlias('canary', '2', revisionId),
        ports.versions.pointAlias('canary', '3', revisionId),
      ]);
      expect(results.filter(Boolean)).toHaveLength(1);
    });

    it('does not move the others', async () => {
      await ports.versions.pointAlias('canary', '2', (await ports.versions.readAlias('canary')).revisionId);
      expect((await ports.versions.readAlias('production')).version).toBe('1');
    });

    it('fails to move to a version that does not exist', async () => {
      const { revisionId } = await ports.versions.readAlias('canary');
      await expect(ports.versions.pointAlias('canary', '9', revisionId)).rejects.toThrow(/\b9$/);
    });
  });

  it('a version exists once it is published', async () => {
    expect(await ports.versions.exists('3')).toBe(true);
    expect(await ports.versions.exists('4')).toBe(false);
  });

  it('the newest version is what was deployed, and one that does not exist is nothing', async () => {
    expect(await ports.versions.unpublished('3')).toEqual([]);
    expect(await ports.versions.unpublished('4')).toBeUndefined();
  });

  describe('alarms', () => {
    it('are told with name, state and since when', async () => {
      subject.alarm('canary-errors', 'ALARM');
      subject.alarm('canary-duration', 'OK');
      const states = await ports.alarms.read(['canary-errors', 'canary-duration']);
      expect(new Map(states.map(({ name, state }) => [name, state]))).toEqual(
        new Map([
          ['canary-errors', 'ALARM'],
          ['canary-duration', 'OK'],
        ]),
      );
      expect(states.every(({ since }) => since instanceof Date && since.getTime() > 0)).toBe(true);
    });

    it('that do not exist are left out, without a word', async () => {
      subject.alarm('canary-errors', 'OK');
      expect((await ports.alarms.read(['canary-errors', 'nobody-made-it'])).map(({ name }) => name)).toEqual([
        'canary-errors',
      ]);
    });

    it('that are asked for twice are told once, and none is told when none is asked for', async () => {
      subject.alarm('canary-errors', 'OK');
      expect(await ports.alarms.read(['canary-errors', 'canary-errors'])).toHaveLength(1);
      expect(await ports.alarms.read([])).toEqual([]);
    });
  });

  describe('the record', () => {
    it('is at revision 0 and at rest until somebody writes, and counts the writes', async () => {
      expect(await ports.records.read()).toEqual({ revision: 0 });
      expect(await ports.records.compareAndSet(0, { rollout })).toBe(true);
      expect(
        await ports.records.compareAndSet(1, {
          rollout: { ...rollout, confirmedWeight: 10 },
          lastPromoted: '1',
          newestTried: '2',
          provisioned: { 1: '2026-01-05T09:00:00.000Z', 2: '2026-01-05T09:00:00.000Z' },
          reverted: { 3: '2026-01-05T09:00:00.000Z' },
        }),
      ).toBe(true);
      expect(await ports.records.read()).toEqual({
        revision: 2,
        rollout: { ...rollout, confirmedWeight: 10 },
        lastPromoted: '1',
        newestTried: '2',
        provisioned: { 1: '2026-01-05T09:00:00.000Z', 2: '2026-01-05T09:00:00.000Z' },
        reverted: { 3: '2026-01-05T09:00:00.000Z' },
      });
    });

    it('forgets what the next write leaves out', async () => {
      await ports.records.compareAndSet(0, { rollout });
      await ports.records.compareAndSet(1, { last: closed });
      expect(await ports.records.read()).toEqual({ revision: 2, last: closed });
    });

    it('is not written at a revision that is gone, or never was', async () => {
      await ports.records.compareAndSet(0, { rollout });
      await ports.records.compareAndSet(1, { last: closed });
      expect(await ports.records.compareAndSet(1, { rollout })).toBe(false);
      expect(await ports.records.compareAndSet(7, { rollout })).toBe(false);
      expect(await ports.records.read()).toEqual({ revision: 2, last: closed });
    });

    it('takes only one of two writes at once', async () => {
      const results = await Promise.all([
        ports.records.compareAndSet(0, { rollout }),
        ports.records.compareAndSet(0, { rollout: { ...rollout, id: 'other' } }),
      ]);
      expect(results.filter(Boolean)).toHaveLength(1);
      expect((await ports.records.read()).revision).toBe(1);
    });

    it('counts a write as done that is repeated because its answer was lost', async () => {
      expect(await ports.records.compareAndSet(0, { rollout })).toBe(true);
      expect(await ports.records.compareAndSet(0, { rollout })).toBe(true);
      expect((await ports.records.read()).revision).toBe(1);
    });
  });

  it('the history keeps a closed rollout under its execution, and twice is harmless', async () => {
    expect(await ports.records.history(closed.id)).toBeUndefined();
    await ports.records.archive(closed);
    await ports.records.archive(closed);
    expect(await ports.records.history(closed.id)).toEqual(closed);
    expect(await ports.records.past()).toEqual({ closed: [closed], unreadable: 0 });
    expect(await ports.records.read()).toEqual({ revision: 0 });
  });

  it('an execution is running, then aborted, and one that nobody started is not found', async () => {
    const arn = await subject.start();
    expect(await ports.executions.status(arn)).toBe('RUNNING');
    subject.stop(arn);
    expect(await ports.executions.status(arn)).toBe('ABORTED');
    expect(await ports.executions.status(arn.replace(/:[^:]*$/, ':nobody'))).toBeUndefined();
  });
});
