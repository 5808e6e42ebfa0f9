import { ANY, type Token, tokensOf } from './wildcard.ts';

/**
 * EventBridge refuses what is more. In public reports it took nine and refused eleven and twelve; that it takes ten is
 * another emulator's word.
 */
export const MOST_COMPLEX = 10;

/** Wildcards that are one operator: one of `wildcard`, all of an `anything-but`. */
export type WildcardTerm = readonly string[];

/**
 * How complex wildcards of one field together are: of how many of their beginnings one text can be at once. The text
 * `aa` is `*`, `*a`, `*a*` and `*a*a` of `*a*a`. Event Ruler, the matcher that AWS published, measures it so;
 * "Wildcards and event pattern complexity" of the user guide says only what makes it worse.
 *
 * @returns at most one above what EventBridge takes
 */
export function complexityOf(terms: readonly WildcardTerm[]): number {
  const starts = terms.flatMap((patterns, term) => patterns.map((pattern) => startOf(pattern, term)));
  const used = terms.flat().flatMap((pattern) => tokensOf(pattern, '').filter((token) => token !== ANY));
  // One character more stands for all that no pattern has.
  const alphabet = new Set<Token>([...used, '"', '']);
  const first = step(new Set(starts), '"');
  const pending = [first];
  const seen = new Set(pending);
  // A text that is at more places gets at least as far: only those that are within no other are followed.
  const beaten = (places: ReadonlySet<Place>) => [...seen].some((other) => other !== places && isWithin(places, other));
  let most = 0;
  for (let from = takeLargest(pending); from !== undefined; from = takeLargest(pending)) {
    most = Math.max(most, new Set(Array.from(from, ({ name }) => name)).size);
    if (most > MOST_COMPLEX) return MOST_COMPLEX + 1;
    if (beaten(from)) continue;
    for (const character of alphabet) {
      const next = step(from, character);
      if (beaten(next)) continue;
      pending.push(next);
      seen.add(next);
    }
  }
  return most;
}

/** Between two tokens of a pattern, or behind the last. */
interface Place {
  /** The beginning that ends here. */
  readonly name: string;
  /** Behind a `*`, where any character leads here again. */
  readonly stays: boolean;
  readonly token: Token | undefined;
  /** Where the token leads; a `*` behind it is passed without any character. */
  readonly next: readonly Place[];
}

/** Ruler compares text in its quotes. Patterns of one `anything-but` share their end, and what they begin with. */
function startOf(pattern: string, term: number): Place {
  const tokens: readonly Token[] = ['"', ...tokensOf(pattern, ''), '"'];
  const shared = tokens.indexOf(ANY) + 1;
  const nameAt = (after: number) => {
    if (after === tokens.length) return `${term}`;
    const begun = tokens.slice(0, after).map(String).join('');
    return after <= shared ? `${term} ${begun}` : `${term} ${begun} of ${pattern}`;
  };
  let place: Place = { name: nameAt(tokens.length), stays: false, token: undefined, next: [] };
  for (let after = tokens.length - 1; after >= 0; after--) {
    const token = tokens[after];
    const next = place.token === ANY ? [place, ...place.next] : [place];
    place = { name: nameAt(after), stays: tokens[after - 1] === ANY, token, next };
  }
  return place;
}

function step(places: ReadonlySet<Place>, character: Token): ReadonlySet<Place> {
  const reached = Array.from(places, (place) => [
    ...(place.stays ? [place] : []),
    ...(place.token === character ? place.next : []),
  ]);
  return new Set(reached.flat());
}

function takeLargest<T>(sets: ReadonlySet<T>[]): ReadonlySet<T> | undefined {
  const largest = sets.reduce((best, { size }, index) => (size >= (sets[best]?.size ?? 0) ? index : best), 0);
  return sets.splice(largest, 1)[0];
}

function isWithin<T>(some: ReadonlySet<T>, others: ReadonlySet<T>): boolean {
  for (const each of some) if (!others.has(each)) return false;
  return true;
}
