import type { Minutes } from '../../../handlers/ports/lambda.ts';
import {
  TIMES,
  type AliasMinute,
  type ComparedMinute,
  type Proof,
  type SideMinute,
  type Sum,
} from '../../../rollout/lambda/minutes.ts';
import type { Lateness, Sample, Side } from '../minutes.ts';
import { SLOWER } from '../times.ts';
import type { View } from '../simulate.ts';

/** When the version that production runs was released: longer ago than anybody looks back. */
export const RELEASED_BEFORE = new Date(-24 * 3600_000);

const NONE: readonly number[] = TIMES.map(() => 0);
const LONG_AGO = Infinity;

/**
 * CloudWatch, for a check: what is not published yet reads as 0. Time 0 is when the world begins; the hours before it
 * and the release of the day before are played when they are asked for.
 */
export class PublishedMinutes implements Minutes {
  private readonly view: View;

  constructor(view: View) {
    this.view = view;
  }

  read(
    from: Date,
    to: Date,
    _times: readonly number[],
    _factors: readonly number[],
    _metrics?: unknown,
    proof?: 'with proof',
  ): Promise<readonly ComparedMinute[]> {
    const [first, end] = [minuteOf(from), minuteOf(to)];
    const read = (sample: Sample, minute: number, since: number) =>
      minuteRead(sample, minute, since, proof !== undefined);
    if (from <= RELEASED_BEFORE)
      return Promise.resolve(
        this.view
          .earlierRelease()
          .slice(0, end - first)
          .map((sample, i) => read(sample, first + i, LONG_AGO)),
      );
    const before = first < 0 ? this.view.past(-first).map((sample, i) => read(sample, first + i, LONG_AGO)) : [];
    const now = to.getTime() / 1000;
    const during = this.view.minutes.slice(Math.max(0, first), Math.max(0, end)).map((sample, i) => {
      const minute = Math.max(0, first) + i;
      return read(sample, minute, now - (this.view.shownAt[minute] ?? Infinity));
    });
    return Promise.resolve([...before, ...during]);
  }

  async count(side: 'canary' | 'production', sum: Sum, from: Date, to: Date): Promise<number> {
    return (await this.sums(side, from, to)).reduce((all, minute) => all + minute[sum], 0);
  }

  async sums(side: 'canary' | 'production', from: Date, to: Date): Promise<readonly SideMinute[]> {
    const full = new Date(Math.ceil(from.getTime() / 60_000) * 60_000);
    return (await this.read(full, to, TIMES, [])).map((minute) => ({ ...minute[side], start: minute.start }));
  }
}

/**
 * An error is an exception and an answer with 5XX in one, but for a throttled request, which is an answer only.
 * @param since how long the minute has been shown, in seconds
 */
export function minuteRead(
  { canary, production, late }: Sample,
  minute: number,
  since: number,
  withProof: boolean,
): ComparedMinute {
  return {
    start: new Date(minute * 60_000),
    canary: aliasMinute(canary, late?.canary, since, withProof),
    production: aliasMinute(production, late?.production, since, withProof),
  };
}

function aliasMinute(side: Side, late: Lateness | undefined, since: number, withProof: boolean): AliasMinute {
  const is = (metric: keyof Lateness) => (late?.[metric] ?? 0) <= since;
  const ran = side.requests - side.throttled;
  const slow = is('duration') && side.slow.length > 0 ? side.slow : NONE;
  const byFactor = is('duration') && side.slow.length > 0 ? (side.slowByFactor ?? { [SLOWER]: side.slow }) : {};
  const proof: Proof = {
    errorSamples: is('errors') ? ran : 0,
    timeSamples: is('duration') ? ran : 0,
    otherAnswers: is('requests') ? side.requests - side.errors : 0,
  };
  return {
    invocations: is('invocations') ? ran : 0,
    errors: is('errors') ? side.errors - side.throttled : 0,
    requests: is('requests') ? side.requests : 0,
    serverErrors: is('serverErrors') ? side.errors : 0,
    slower: slow,
    slowerByFactor: byFactor,
    ...(withProof && { proof }),
  };
}

const minuteOf = (date: Date): number => Math.floor(date.getTime() / 60_000);
