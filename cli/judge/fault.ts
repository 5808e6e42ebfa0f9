import { TIMES, type AliasMinute, type ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { Refused } from '../errors.ts';
import { chance } from './chance.ts';

/** What is made up: how many of the good answers go bad, or how much longer each takes. */
export interface Fault {
  /** As it was typed. */
  readonly text: string;
  /** Exceptions, which are answered with 5XX; answers with 5XX alone; times. */
  readonly kind: 'errors' | 'answers' | 'times';
  /** A share, 0 to 1; of times a factor above 1. */
  readonly size: number;
}

export interface Circumstances {
  readonly answersCounted: boolean;
  /** Minutes before it stay as they are. */
  readonly from: Date;
  readonly seed: number;
}

export interface Faulty {
  readonly minutes: readonly ComparedMinute[];
  /** Answers made bad in each minute; with longer times all of the canary's. */
  readonly madeUp: readonly number[];
}

/**
 * The same minutes with a canary that has these faults too, from a time on. The same seed makes the same fault.
 * @throws Refused where what a fault would change is not counted
 */
export function withFaults(
  minutes: readonly ComparedMinute[],
  faults: readonly Fault[],
  { answersCounted, from, seed }: Circumstances,
): Faulty {
  if (faults.some(({ kind }) => kind === 'times') && minutes.some(({ withoutTimes }) => withoutTimes))
    throw new Refused('--fault times: no times are counted in this traffic');
  if (faults.some(({ kind }) => kind === 'answers') && !answersCounted)
    throw new Refused('--fault answers: no answers with status 5XX are counted in this traffic');
  const random = chance(seed);
  const all = minutes.map((minute) => {
    if (minute.start < from) return { minute, madeUp: 0 };
    const canary = faults.reduce((side, fault) => faulty(side, fault, random), minute.canary);
    const slower = faults.some(({ kind }) => kind === 'times');
    const madeUp = slower ? canary.invocations : badOf(canary) - badOf(minute.canary);
    return { minute: { ...minute, canary }, madeUp };
  });
  return { minutes: all.map(({ minute }) => minute), madeUp: all.map(({ madeUp }) => madeUp) };
}

/** The larger of what a side threw and what was answered with 5XX: who throws is counted by both. */
export const badOf = ({ errors, serverErrors }: AliasMinute): number => Math.max(errors, serverErrors);

function faulty(side: AliasMinute, { kind, size }: Fault, random: Random): AliasMinute {
  if (kind === 'times') return slowed(side, size);
  if (kind === 'answers') return answeredBadly(side, random.successes(side.requests - side.serverErrors, size));
  const thrown = random.successes(side.invocations - side.errors, size);
  return answeredBadly(
    { ...side, errors: side.errors + thrown },
    Math.min(thrown, Math.floor(side.requests - side.serverErrors)),
  );
}

type Random = ReturnType<typeof chance>;

function answeredBadly(side: AliasMinute, bad: number): AliasMinute {
  const { proof } = side;
  return {
    ...side,
    serverErrors: side.serverErrors + bad,
    // What was answered with 5XX was answered otherwise before, and the minute stays as whole as it was.
    ...(proof && {
      proof: { ...proof, ...(proof.otherAnswers !== undefined && { otherAnswers: proof.otherAnswers - bad }) },
    }),
  };
}

/**
 * Of requests that take `factor` times as long as many are beyond a time as were beyond a `factor`th of it: that is
 * read between the times that are counted, straight over the logarithm of the time.
 */
function slowed(side: AliasMinute, factor: number): AliasMinute {
  const { invocations, slowerByFactor } = side;
  const known = Object.entries(slowerByFactor)
    .flatMap(([by, counts]) => TIMES.map((time, i) => ({ time: time * Number(by), count: counts[i] ?? 0 })))
    .sort((one, other) => one.time - other.time);
  const slower = (by: string) =>
    TIMES.map((time) => Math.round(beyond((time * Number(by)) / factor, known, invocations)));
  return { ...side, slowerByFactor: Object.fromEntries(Object.keys(slowerByFactor).map((by) => [by, slower(by)])) };
}

interface Known {
  readonly time: number;
  /** How many took longer. */
  readonly count: number;
}

function beyond(time: number, known: readonly Known[], invocations: number): number {
  const next = known.findIndex((each) => each.time >= time);
  const [above, below] = [known[next], known[next - 1]];
  if (above === undefined) return known.at(-1)?.count ?? 0;
  // Below the shortest nothing is known, but that all of them take some time.
  if (below === undefined) return invocations - (invocations - above.count) * (time / above.time);
  return below.count + (above.count - below.count) * (Math.log(time / below.time) / Math.log(above.time / below.time));
}
