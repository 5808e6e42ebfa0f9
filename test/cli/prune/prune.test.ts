import { describe, expect, it } from 'vitest';
import type { AliasVersions } from '../../../cli/prune/decide.ts';
import { lineOf, prune, type PruneOptions } from '../../../cli/prune/prune.ts';
import type { Deletion } from '../../../cli/prune/versions.ts';
import type { Past } from '../../../rollout/record/past.ts';
import type { RolloutRecord } from '../../../rollout/record/record.ts';

const rollingOut: RolloutRecord = {
  revision: 2,
  rollout: {
    id: 'e',
    phase: 'advancing',
    version: '2',
    previousVersion: '4',
    claimedAt: '2026-01-01T00:00:00.000Z',
    confirmedWeight: 0,
    intendedWeight: 0,
    productionMoved: false,
  },
};

/** Five versions, production at 4; `refuse` is what Lambda refuses to delete. */
function world({
  refuse = [],
  yes = true,
  keep = 1,
}: { refuse?: readonly string[]; yes?: boolean; keep?: number } = {}) {
  const state = {
    versions: ['1', '2', '3', '4', '5'],
    aliases: [{ name: 'production', versions: ['4'] }] as AliasVersions[],
    record: { revision: 1 } as RolloutRecord,
    past: { closed: [], unreadable: 0 } as Past,
    onDelete: (_version: string) => {},
  };
  const lines: string[] = [];
  const deleted: string[] = [];
  const options: PruneOptions = {
    functionVersions: {
      versions: async () => [...state.versions],
      aliases: async () => state.aliases,
      delete: async (version): Promise<Deletion> => {
        if (refuse.includes(version)) return { refused: 'an alias refers to it' };
        if (!state.versions.includes(version)) return 'already gone';
        deleted.push(version);
        state.versions = state.versions.filter((each) => each !== version);
        state.onDelete(version);
        return 'deleted';
      },
    },
    readRecord: async () => state.record,
    readPast: async () => state.past,
    keep,
    keepPromoted: 3,
    yes,
    tell: (told) => lines.push(lineOf(told)),
  };
  return { state, lines, deleted, run: () => prune(options), options };
}

describe('prune', () => {
  it('only says what it would delete, and why the rest stays, without --yes', async () => {
    const { run, lines, deleted } = world({ yes: false });
    expect(await run()).toBe(true);
    expect(deleted).toEqual([]);
    expect(lines).toEqual([
      'keep        5  the newest',
      'keep        4  alias production',
      'delete      1',
      'delete      2',
      'delete      3',
      '3 versions would be deleted; --yes deletes.',
    ]);
  });

  it('deletes oldest first', async () => {
    const { run, lines, deleted } = world();
    expect(await run()).toBe(true);
    expect(deleted).toEqual(['1', '2', '3']);
    expect(lines.slice(2)).toEqual(['deleted     1', 'deleted     2', 'deleted     3', '3 versions deleted.']);
  });

  it('says so when there is nothing to delete', async () => {
    const { run, lines } = world({ keep: 5 });
    expect(await run()).toBe(true);
    expect(lines.at(-1)).toBe('Nothing to delete.');
  });

  it('leaves alone what a rollout needs that starts meanwhile', async () => {
    const { run, lines, deleted, state } = world();
    state.onDelete = () => (state.record = rollingOut);
    expect(await run()).toBe(true);
    expect(deleted).toEqual(['1', '3']);
    expect(lines).toContain('keep        2  the open rollout, since a moment ago');
  });

  it('lists the versions once, however many there are to delete', async () => {
    const { options, deleted } = world();
    let lists = 0;
    const functionVersions = {
      ...options.functionVersions,
      versions: async () => ((lists += 1), options.functionVersions.versions()),
    };
    expect(await prune({ ...options, functionVersions })).toBe(true);
    expect([deleted.length, lists]).toEqual([3, 1]);
  });

  it('takes a version that somebody else deleted meanwhile as gone', async () => {
    const { run, lines, deleted, state } = world();
    state.onDelete = () => (state.versions = state.versions.filter((version) => version !== '2'));
    expect(await run()).toBe(true);
    expect(deleted).toEqual(['1', '3']);
    expect(lines).toContain('gone        2');
  });

  it('goes on after a refusal of Lambda, tells it, and does not count as done', async () => {
    const { run, lines, deleted } = world({ refuse: ['2'] });
    expect(await run()).toBe(false);
    expect(deleted).toEqual(['1', '3']);
    expect(lines).toContain('refused     2  an alias refers to it');
    expect(lines.at(-1)).toBe('2 versions deleted, 1 refused by Lambda.');
  });

  it('fails without deleting anything when the record cannot be read', async () => {
    const { options, deleted } = world();
    await expect(
      prune({ ...options, readRecord: async () => Promise.reject(new Error('item "rollout" cannot be read')) }),
    ).rejects.toThrow('item "rollout" cannot be read');
    expect(deleted).toEqual([]);
  });

  it('keeps what was promoted and where releases began, also what only the record knows of', async () => {
    const { state, run, deleted, lines } = world();
    const closedAt = '2026-01-02T00:00:00.000Z';
    const last = {
      id: 'l',
      outcome: 'promoted',
      version: '3',
      previousVersion: '1',
      claimedAt: closedAt,
      closedAt,
    } as const;
    state.record = { revision: 1, last };
    await run();
    expect(lines).toContain('keep        3  promoted, to go back to');
    expect(lines).toContain('keep        1  promoted, to go back to');
    expect(deleted).toEqual(['2']);
  });

  it('deletes nothing when a part of the history cannot be read, unless nothing promoted is to be kept', async () => {
    const { state, run, deleted, options } = world();
    state.past = { closed: [], unreadable: 1 };
    await expect(run()).rejects.toThrow('1 of the history cannot be read, and may be a promotion');
    expect(deleted).toEqual([]);
    await prune({ ...options, keepPromoted: 0 });
    expect(deleted).toEqual(['1', '2', '3']);
  });
});
