import { counted, inWords as number } from '../../statemachine/contract/counted.ts';
import type { Ending } from './ending.ts';
import { badOf, type Fault } from './fault.ts';
import { endOf, minuteName, type Past } from './past.ts';
import type { JudgedPlan } from './plan.ts';
import type { Look } from './replay.ts';

/** What was made up, since when, and by which seed. */
export interface MadeUp {
  readonly faults: readonly Fault[];
  readonly from: Date;
  readonly seed: number;
}

const namesOf = (faults: readonly Fault[]): string => faults.map(({ text }) => text).join(', ');

export function titleLines({ aloneSince, canary, minutes, production }: Past, made: MadeUp): readonly string[] {
  const [first, last] = [minutes[0], minutes.at(-1)];
  const times = first && last ? `${minuteName(first.start)} to ${minuteName(endOf(last))}` : '';
  return [
    `${canary} beside ${production}, ${times}, ${counted(minutes.length, 'minute')}`,
    ...(aloneSince === undefined
      ? []
      : [`from ${minuteName(aloneSince)} on beside what production did before, for then it has no requests`]),
    ...(made.faults.length === 0
      ? []
      : [`made up: ${namesOf(made.faults)} of the canary from ${minuteName(made.from)} on (seed ${made.seed})`]),
  ];
}

/** `worse` where any series is, `fine` where all are, and else `open`. */
export function outcomeOf({ comparisons }: Look): string {
  if (comparisons.some(({ outcome }) => outcome === 'worse')) return 'worse';
  return comparisons.length > 0 && comparisons.every(({ outcome }) => outcome === 'fine') ? 'fine' : 'open';
}

const smallest = ({ comparisons }: Look): number => Math.min(1, ...comparisons.map(({ p }) => p));

const chance = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`);

/** `2026-11-01T10:00Z  open   p = 0.31   450 requests, canary 0.33 % errors (…): no sign of worse` */
export function lineOf(look: Look): string {
  const { minute, verdict } = look;
  return (
    `${minuteName(minute.start)}  ${outcomeOf(look).padEnd(5)}  ${chance(smallest(look)).padEnd(10)}  ` +
    verdict.reasons.join(', ')
  );
}

export function endingLines(ending: Ending, { faults }: MadeUp): readonly string[] {
  const { bad, fault, last, minutes, requests, smallestP } = ending;
  const after = minuteName(endOf(last.minute));
  const reasons = last.verdict.reasons.join(', ');
  const unhealthy = last.verdict.verdict === 'unhealthy';
  const did = {
    'roll back': unhealthy
      ? `It would have been rolled back at ${after}, after ${counted(minutes, 'minute')}.`
      : `It would have been rolled back in the end: ${last.verdict.error}, ${reasons}.`,
    hold: `It would have been held in the end: ${last.verdict.error}, ${reasons}.`,
    advance: `It would have gone on: nothing looked worse in ${counted(minutes, 'minute')} (${chance(smallestP)}).`,
    'keep baking': `It would have baked on at ${after}.`,
  }[last.next];
  return [
    '',
    did,
    `The canary had ${counted(requests, 'request')} by then, of which ${bad === 0 ? 'none' : number(bad)} went bad.`,
    ...(faults.length === 0 ? [] : [`${namesOf(faults)}: ${faultWords(fault)}.`]),
    ...last.blindSpots.map((words) => `Mind: ${words}.`),
    'No alarm was asked: they may roll back sooner.',
  ];
}

function faultWords({ found, madeUp, minutes }: Ending['fault']): string {
  if (minutes === 0) return 'rolled back before it began';
  const how = found ? 'found after' : 'not found in';
  return `${how} ${counted(minutes, 'minute')}, with ${counted(madeUp, 'answer')} made worse`;
}

/** Everything there is to say as one object, for programs. */
export function asJson(
  past: Past,
  { compare, minRequests, tooFewRequests }: JudgedPlan,
  looks: readonly Look[],
  ending: Ending,
  { faults, from, seed }: MadeUp,
): object {
  const { fault, last, requests, bad } = ending;
  const { canary, minutes, production, aloneSince } = past;
  return {
    canary,
    production,
    from: minutes[0]?.start,
    to: minutes.map(endOf).at(-1),
    ...(aloneSince && { aloneSince }),
    plan: { compare, minRequests, tooFewRequests },
    minutes: looks.map((look) => ({
      minute: look.minute.start,
      outcome: outcomeOf(look),
      p: smallest(look),
      verdict: look.verdict.verdict,
      requests: look.minute.canary.invocations,
      bad: badOf(look.minute.canary),
      reasons: [...look.verdict.reasons, ...look.blindSpots],
      comparisons: look.comparisons.map(({ noun, outcome, p, words }) => ({ noun, outcome, p, words })),
    })),
    would: last.next,
    at: endOf(last.minute),
    ...(last.next !== 'advance' && { error: last.verdict.error }),
    requests,
    bad,
    ...(faults.length > 0 && { fault: { made: faults.map(({ text }) => text), from, seed, ...fault } }),
  };
}
