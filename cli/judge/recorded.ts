import type { Minutes } from '../../handlers/ports/lambda.ts';
import type { ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { endOf } from './past.ts';

/** The check's own port over minutes that are known: what CloudWatch would have answered. */
export function recordedMinutes(known: readonly ComparedMinute[]): Minutes {
  const unproven = known.map((minute) => ({
    ...minute,
    canary: withoutProof(minute.canary),
    production: withoutProof(minute.production),
  }));
  return {
    read: async (from, to, _times, _factor, _metrics, proof) => between(proof ? known : unproven, from, to),
    sums: async (side, from, to) =>
      between(unproven, from, to).map((minute) => ({ ...minute[side], start: minute.start })),
    count: async (side, sum, from, to) =>
      between(unproven, from, to)
        .filter(({ start }) => start >= from)
        .reduce((all, minute) => all + minute[side][sum], 0),
  };
}

/** From the one that holds `from` to the last that is over. */
const between = (minutes: readonly ComparedMinute[], from: Date, to: Date) =>
  minutes.filter((minute) => endOf(minute) > from && endOf(minute) <= to);

function withoutProof(side: ComparedMinute['canary']): ComparedMinute['canary'] {
  const { proof: _, ...unproven } = side;
  return unproven;
}
