import type { Minutes } from '../../handlers/ports/lambda.ts';
import type { ComparedMinute } from '../../rollout/lambda/minutes.ts';
import { endOf } from './past.ts';

/**
 * The check's own port over minutes that are known: what CloudWatch would have answered.
 * @param before what else came before them; nothing unless told
 */
export function recordedMinutes(known: readonly ComparedMinute[], before?: Pick<Minutes, 'read'>): Minutes {
  const first = known[0]?.start ?? new Date(0);
  const asked = new Map<string, ReturnType<Minutes['read']>>();
  const unproven = known.map((minute) => ({
    ...minute,
    canary: withoutProof(minute.canary),
    production: withoutProof(minute.production),
  }));
  return {
    read: async (from, to, times, factors, metrics, proof) => {
      if (before === undefined || from >= first) return between(proof ? known : unproven, from, to);
      // Each look asks for the same past.
      const question = `${from.getTime()} ${factors.join()}`;
      const answer = asked.get(question) ?? before.read(from, first < to ? first : to, times, factors, metrics, proof);
      asked.set(question, answer);
      return (await answer).filter((minute) => endOf(minute) <= to);
    },
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
