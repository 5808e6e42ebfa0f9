import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeVersions, type PruneFacts } from '../../../cli/prune/decide.ts';
import type { OpenRollout } from '../../../rollout/record/record.ts';

const rollout: OpenRollout = {
  id: 'execution',
  phase: 'advancing',
  version: '3',
  previousVersion: '2',
  claimedAt: '2026-01-01T00:00:00.000Z',
  confirmedWeight: 10,
  intendedWeight: 10,
  productionMoved: false,
};
const atRest = { revision: 4 };
const TEN = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
const facts = (some: Partial<PruneFacts>): PruneFacts => ({
  versions: TEN,
  aliases: [],
  record: atRest,
  keep: 1,
  promoted: [],
  keepPromoted: 3,
  ...some,
});
const unneeded = (some: Partial<PruneFacts>) =>
  judgeVersions(facts(some))
    .filter(({ reasons }) => reasons.length === 0)
    .map(({ version }) => version);

describe('which versions stay', () => {
  it('keeps the newest by number, not by text, and lists newest first', () => {
    expect(judgeVersions(facts({ keep: 2 })).slice(0, 3)).toEqual([
      { version: '10', reasons: ['the newest 2'] },
      { version: '9', reasons: ['the newest 2'] },
      { version: '8', reasons: [] },
    ]);
  });

  it.each<[what: string, some: Partial<PruneFacts>, kept: string[]]>([
    [
      'every alias, whatever its name',
      {
        aliases: [
          { name: 'production', versions: ['4'] },
          { name: 'canary', versions: ['5'] },
          { name: 'previous', versions: ['1'] },
          { name: 'nightly', versions: ['7'] },
        ],
      },
      ['4', '5', '1', '7'],
    ],
    ['both versions of a split alias', { aliases: [{ name: 'production', versions: ['4', '6'] }] }, ['4', '6']],
    ['both versions of the open rollout', { record: { revision: 5, rollout } }, ['3', '2']],
    ['the version that the stack owns', { deployed: '8' }, ['8']],
    ['the newest 4', { keep: 4 }, ['7', '8', '9']],
    ['the last three that were promoted', { promoted: ['6', '2', '5', '3'] }, ['6', '2', '5']],
    ['as many of them as it is told', { promoted: ['6', '2', '5'], keepPromoted: 1 }, ['6']],
    ['none of them where it is told so', { promoted: ['6', '2'], keepPromoted: 0 }, []],
    [
      'three to go back to, besides the one in production',
      { promoted: ['6', '2', '5', '3'], aliases: [{ name: 'production', versions: ['6'] }] },
      ['6', '2', '5', '3'],
    ],
    ['three that are there, whatever was deleted before', { promoted: ['11', '2', '12', '3', '4'] }, ['2', '3', '4']],
  ])('keeps %s', (_what, some, kept) => {
    expect(unneeded(some)).toEqual(TEN.toReversed().filter((version) => version !== '10' && !kept.includes(version)));
  });

  it('says every reason', () => {
    const [newest] = judgeVersions(facts({ aliases: [{ name: 'production', versions: ['10'] }], deployed: '10' }));
    expect(newest).toEqual({ version: '10', reasons: ['alias production', 'the stack', 'the newest'] });
  });

  it('keeps all where there are no more than to keep', () => {
    expect(unneeded({ keep: 10 })).toEqual([]);
    expect(unneeded({ versions: [], keep: 5 })).toEqual([]);
  });

  it('knows an alias at $LATEST, which is no published version', () => {
    expect(unneeded({ aliases: [{ name: 'dev', versions: ['$LATEST'] }], keep: 9 })).toEqual(['1']);
  });

  it('does not ask for a version to go back to that is known to be gone', () => {
    expect(
      unneeded({
        versions: ['1', '3', '4'],
        record: { revision: 5, rollout: { ...rollout, phase: 'rolling back', notRestored: true } },
      }),
    ).toEqual(['1']);
  });

  it('never gives up what an alias or the open rollout needs', () => {
    const version = fc.constantFrom(...TEN);
    fc.assert(
      fc.property(
        fc.array(version, { minLength: 1, maxLength: 4 }),
        version,
        version,
        fc.integer({ min: 1, max: 12 }),
        (pointedAt, next, previous, keep) => {
          const gone = unneeded({
            aliases: pointedAt.map((at, i) => ({ name: `alias-${i}`, versions: [at] })),
            record: { revision: 1, rollout: { ...rollout, version: next, previousVersion: previous } },
            keep,
          });
          for (const needed of [...pointedAt, next, previous, '10']) expect(gone).not.toContain(needed);
        },
      ),
    );
  });

  it.each<[string, Partial<PruneFacts>, string]>([
    [
      'an alias at a version that is not listed',
      { aliases: [{ name: 'production', versions: ['11'] }] },
      'alias production needs version 11, which is not among the published versions 10, 9,',
    ],
    [
      'an open rollout of a version that is not listed',
      { versions: ['1', '2'], record: { revision: 1, rollout } },
      'the open rollout needs version 3',
    ],
  ])('rejects %s', (_what, some, message) => {
    expect(() => judgeVersions(facts(some))).toThrow(message);
  });
});
