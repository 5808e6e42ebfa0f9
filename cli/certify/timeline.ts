import type { Answered } from './asking.ts';

/** One write of the listener, when VPC Lattice says it was, and the canary's weight since. */
export interface Written {
  readonly at: number;
  readonly canary: number;
}

/** What was seen of a release that fails: times in milliseconds, by the cloud's clock. */
export interface Seen {
  /** In order. */
  readonly answers: readonly Answered[];
  /** In order. */
  readonly writes: readonly Written[];
  readonly alarmAt: number | undefined;
  readonly revokedAt: number | undefined;
}

/** Moments of a rollback, as far as they came. */
export interface Timeline {
  readonly shifted?: number;
  readonly firstOfCanary?: number;
  readonly firstBad?: number;
  readonly alarm?: number;
  readonly revoked?: number;
  readonly listenerWritten?: number;
  readonly lastBad?: number;
  /** From a write of the listener until clients see it: to the first answer of the canary, and after its last. */
  readonly weightFollowedSeconds: { readonly there?: number; readonly back?: number };
}

/**
 * @param production release that production answers with. Whatever answers otherwise once the canary has weight is the
 * canary's: what a target that throws becomes carries no release at all
 */
export function timelineOf({ answers, writes, alarmAt, revokedAt }: Seen, production: string): Timeline {
  const shifted = writes.find(({ canary }) => canary > 0)?.at;
  if (shifted === undefined) return { weightFollowedSeconds: {} };
  const listenerWritten = writes.find(({ at, canary }) => at > shifted && canary === 0)?.at;
  const ofCanary = canarysOf(answers, shifted, production);
  const bad = ofCanary.filter(isBad);
  const first = ofCanary[0]?.at;
  const last = ofCanary.at(-1)?.at;
  return definedIn({
    shifted,
    firstOfCanary: first,
    firstBad: bad[0]?.at,
    alarm: alarmAt,
    revoked: revokedAt,
    listenerWritten,
    lastBad: bad.at(-1)?.at,
    weightFollowedSeconds: definedIn({
      there: secondsBetween(shifted, first),
      back: secondsBetween(listenerWritten, last),
    }),
  });
}

/** Answers of the canary, from the write on that gave it weight. */
export function canarysOf(answers: readonly Answered[], shifted: number, production: string): readonly Answered[] {
  // Answers are told to the second, writes to the millisecond.
  const from = Math.floor(shifted / 1000) * 1000;
  return answers.filter(({ at, release }) => at >= from && release !== production);
}

/** Anything but the sample's own word that all is well. */
export const isBad = ({ status, release }: Answered): boolean => status !== 200 || release === '';

function secondsBetween(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, (to - from) / 1000);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedIn<T extends object>(fields: T): Defined<T> & Pick<T, RequiredOf<T>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T> &
    Pick<T, RequiredOf<T>>;
}
type RequiredOf<T> = { [K in keyof T]: undefined extends T[K] ? never : K }[keyof T];
