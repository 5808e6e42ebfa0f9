import { describe, expect, it } from 'vitest';
import { compareTwice } from '../../../../handlers/protocol/lambda/compare-twice.ts';
import type { ComparedPart } from '../../../../rollout/lambda/comparisons.ts';
import type { AliasMinute, ComparedMinute } from '../../../../rollout/lambda/minutes.ts';
import { START } from '../../../../verify/memory/service.ts';

const part = (name: ComparedPart['part'], over: Partial<ComparedPart> = {}): ComparedPart => ({
  noun: name ?? 'of yours',
  outcome: 'open',
  p: 1,
  compared: true,
  words: '',
  ...(name !== undefined && { part: name }),
  ...over,
});
const worse = (name: ComparedPart['part'], over: Partial<ComparedPart> = {}) =>
  part(name, { outcome: 'worse', p: 0.0001, ...over });

const side = (written: number): AliasMinute => ({
  invocations: 10,
  errors: 0,
  requests: 10,
  serverErrors: 0,
  slower: [],
  slowerByFactor: {},
  proof: { errorSamples: written, timeSamples: written, otherAnswers: 10 },
});
const minute = (written: number): readonly ComparedMinute[] => [
  { start: START, canary: side(written), production: side(10) },
];
const FIRST = minute(10);
/** Of its ten invocations Lambda has written three, and it is long over. */
const PROVEN = minute(3);
const LEFT_OUT = 'compared without 1 of 1 minutes, which are not all published';
const FRESH = minute(10);
const PAST = minute(10);
const NO_SLOWER = 'slower than production is, and no slower than that was itself when it was as new';
const CLUSTERS = 'worse than production, and no surer than clusters of requests make it that production has too';
const BEFORE = 'worse than production was before, and no worse than that was at its worst in the hours before';

/** What comes of each look; of one that is not expected nothing is known. */
interface Found {
  readonly first: readonly ComparedPart[];
  readonly proven?: readonly ComparedPart[];
  readonly besideFresh?: readonly ComparedPart[];
  readonly fresh?: readonly ComparedPart[];
  readonly past?: readonly ComparedPart[];
}

async function looking(found: Found, fresh: readonly ComparedMinute[] = FRESH) {
  const asked: string[] = [];
  const look = <T>(what: string, minutes: T): Promise<T> => {
    asked.push(what);
    return Promise.resolve(minutes);
  };
  const compared = (minutes: readonly ComparedMinute[], past?: readonly ComparedMinute[]) => {
    const of = { first: FIRST, proven: PROVEN, fresh: FRESH };
    const known = (['first', 'proven', 'fresh'] as const).find((name) => of[name] === minutes);
    const name = past === undefined ? (known ?? 'besideFresh') : 'past';
    const parts = found[name];
    if (parts === undefined) throw new Error(`nobody expected a comparison of ${name}`);
    return parts;
  };
  const result = await compareTwice({
    read: (proof) => (proof === undefined ? look('first', FIRST) : look('proven', PROVEN)),
    readFresh: () => look('fresh', fresh),
    readPast: () => look('past', PAST),
    compared,
    now: new Date(START.getTime() + 3_600_000),
  });
  return { asked, result, outcomes: result.comparisons.map(({ outcome }) => outcome) };
}

describe('a comparison that condemns nobody', () => {
  it('is over after one look', async () => {
    const first = [part('errors'), worse(undefined, { judges: false })];
    const { asked, result } = await looking({ first });
    expect(asked).toEqual(['first']);
    expect(result).toStrictEqual({ minutes: FIRST, comparisons: first, doubts: [], told: [] });
  });
});

describe('a comparison that condemns', () => {
  it('looks at minutes that are proven whole and at the hours before, and stays so without a word', async () => {
    const found = [worse('errors'), part('times')];
    const { asked, result } = await looking({ first: found, proven: found, past: found });
    expect(asked).toEqual(['first', 'proven', 'past']);
    expect(result).toStrictEqual({ minutes: PROVEN, comparisons: found, doubts: [], told: [] });
  });

  it('is taken back where whole minutes do not bear it out, and doubted where most never come whole', async () => {
    const { asked, result } = await looking({
      first: [worse('errors'), part('times'), worse(undefined)],
      proven: [part('errors'), part('times'), part(undefined)],
    });
    expect(asked).toEqual(['first', 'proven']);
    expect(result.told).toEqual([LEFT_OUT]);
    expect(result.doubts).toEqual([
      { words: expect.stringMatching(/^errors look worse, .* in 1 of 1 minutes/) as string, silent: true },
    ]);
  });

  it.each([
    ['clusters of requests may be why', {}, CLUSTERS],
    ['production was as bad before', { before: true }, BEFORE],
  ])('is excused where %s: told once, and not doubted', async (_why, over, excuse) => {
    const found = [worse('errors', over), worse('answers', over)];
    const { outcomes, result } = await looking({
      first: found,
      proven: found,
      past: [part('errors'), part('answers')],
    });
    expect(outcomes).toEqual(['open', 'open']);
    expect(result).toMatchObject({ doubts: [], told: [LEFT_OUT, excuse] });
  });

  it('says of each part what the hours before make of that one, and condemns none that it did not', async () => {
    const found = [worse('errors'), part('answers')];
    const { result } = await looking({
      first: found,
      proven: found,
      past: [worse('errors', { words: 'beside the past' }), worse('answers')],
    });
    expect(result.comparisons).toMatchObject([
      { outcome: 'worse', words: 'beside the past' },
      { part: 'answers', outcome: 'open' },
    ]);
  });

  it('stays where the hours before say nothing of it', async () => {
    const found = [worse('errors')];
    expect((await looking({ first: found, proven: found, past: [] })).outcomes).toEqual(['worse']);
  });
});

describe('times that condemn', () => {
  const slow = [worse('times')];
  const known = { first: slow, proven: slow, past: slow };
  const wasSlow = (p: number) => [part('times', { p })];

  it.each([0.0001, 0.05])('are excused by a production that was as slow when it was new, p %d', async (p) => {
    const { asked, result } = await looking({ ...known, besideFresh: [part('times')], fresh: wasSlow(p) });
    expect(asked).toEqual(['first', 'proven', 'fresh']);
    expect(result).toMatchObject({ comparisons: [{ outcome: 'open' }], doubts: [], told: [LEFT_OUT, NO_SLOWER] });
  });

  it.each<[string, Partial<Found>, readonly ComparedMinute[]]>([
    ['the canary is slower than that was', { besideFresh: slow }, FRESH],
    ['that was not slow', { besideFresh: [part('times')], fresh: wasSlow(0.051) }, FRESH],
    ['its times were not counted', { besideFresh: [part('times')], fresh: [part('errors')] }, FRESH],
    ['nobody knows of it', { besideFresh: [part('times')], fresh: wasSlow(0.0001) }, []],
  ])('are not where %s', async (_why, found, fresh) => {
    expect((await looking({ ...known, ...found }, fresh)).outcomes).toEqual(['worse']);
  });

  it('excuse no errors beside them', async () => {
    const found = [worse('errors'), worse('times')];
    const { outcomes } = await looking({
      first: found,
      proven: found,
      besideFresh: [worse('errors'), part('times')],
      fresh: [worse('errors'), ...wasSlow(0.0001)],
      past: found,
    });
    expect(outcomes).toEqual(['worse', 'open']);
  });
});
