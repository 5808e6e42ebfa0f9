import { isSlow, type Fault } from '../faults/fault.ts';
import type { Results } from '../results.ts';
import { BOUND, DEPLOYED, OTHERS, WITH_TAIL } from '../strategies/index.ts';
import { meanBad, missed, mostMissed, type Tally } from '../tally.ts';
import { percent, whole } from '../words.ts';
import { boundedTarget, worst, type Standing, type Target } from './target.ts';

/** What may be missed: with 95 % confidence one in twenty. */
const MISSED = 0.05;
/** Times the bad answers of the bound. */
const BESIDE_BOUND = 3;

export function faultTargets(results: Results): readonly Target[] {
  return [found(results), nearTheBound(results), littleTraffic(results), slowTail(results), halfOfTheBest(results)];
}

/** Beyond what is tolerable is what the bound finds; and what fails while it is cold, of which it is not told. */
export function isBeyondTolerance(results: Results, fault: Fault, rate: number): boolean {
  return fault.cold !== undefined || missed(results.of(BOUND, 'fault', fault.name, rate)) <= MISSED;
}

interface Case {
  readonly fault: Fault;
  readonly name: string;
  readonly own: Tally;
  readonly bound: Tally;
}

function beyond(results: Results): readonly Case[] {
  return results.set.rates
    .filter((rate) => rate >= 100)
    .flatMap((rate) =>
      results.set.faults
        .filter((fault) => isBeyondTolerance(results, fault, rate))
        .map((fault) => ({
          fault,
          name: `${fault.name} at ${rate}/s`,
          own: results.of(DEPLOYED, 'fault', fault.name, rate),
          bound: results.of(BOUND, 'fault', fault.name, rate),
        })),
    );
}

function found(results: Results): Target {
  const cases = beyond(results).map(({ name, own }) => ({
    name: `${name}, missed`,
    seen: own.runs - own.rolledBack,
    runs: own.runs,
    most: mostMissed(own),
  }));
  const all = boundedTarget('every fault beyond the documented tolerance is found at 100/s and more', MISSED, cases);
  const told = boundedTarget(
    '',
    MISSED,
    cases.filter(({ seen }) => seen > 0),
  ).found;
  return { ...all, found: `${cases.filter(({ seen }) => seen === 0).length} of ${cases.length} always; ${told}` };
}

function nearTheBound(results: Results): Target {
  const cases = beyond(results)
    .filter(({ fault }) => fault.cold === undefined)
    .map(({ name, own, bound }) => ({ name, times: meanBad(own) / Math.max(1, meanBad(bound)) }))
    .sort((one, other) => other.times - one.times);
  const far = cases.filter(({ times }) => times > BESIDE_BOUND);
  return {
    what:
      `found at 100/s and more with at most ${BESIDE_BOUND} times the bad answers of the SPRT that knows the truth ` +
      'and sees the same minutes',
    standing: cases.length === 0 ? 'open' : far.length === 0 ? 'met' : 'missed',
    found:
      `${cases.length - far.length} of ${cases.length}; most: ` +
      cases
        .slice(0, Math.max(3, far.length))
        .map(({ name, times }) => `${name} ${times.toFixed(1)}`)
        .join('; '),
  };
}

function littleTraffic(results: Results): Target {
  const name = '5 % errors';
  const own = results.of(DEPLOYED, 'fault', name, 1);
  return boundedTarget('5 % errors at 1/s: at most 5 % missed', MISSED, [
    { name: 'missed', seen: own.runs - own.rolledBack, runs: own.runs, most: mostMissed(own) },
  ]);
}

function slowTail(results: Results): Target {
  const cases = results.set.faults
    .filter(({ tail }) => tail !== undefined)
    .flatMap(({ name }) => results.set.rates.filter((rate) => rate >= 100).map((rate) => ({ name, rate })))
    .map(({ name, rate }) => {
      const own = results.of(WITH_TAIL, 'fault', name, rate);
      return {
        name: `${name} at ${rate}/s, missed`,
        seen: own.runs - own.rolledBack,
        runs: own.runs,
        most: mostMissed(own),
      };
    });
  return boundedTarget('a slow tail is found at 100/s and more where the plan names a share', MISSED, cases);
}

/** Of errors: who waits longer is no error, and would drown them. */
export const errorFaults = (results: Results): readonly Fault[] => results.set.faults.filter((fault) => !isSlow(fault));

function halfOfTheBest(results: Results): Target {
  const sum = (strategy: typeof DEPLOYED, rate: number) =>
    errorFaults(results).reduce((all, { name }) => all + meanBad(results.of(strategy, 'fault', name, rate)), 0);
  const cases = results.set.rates.map((rate) => {
    const rivals = OTHERS.filter((other) => results.isUsable(other, rate)).map((other) => ({
      name: other.name,
      bad: sum(other, rate),
    }));
    const best = rivals.reduce((least, each) => (each.bad < least.bad ? each : least), {
      name: 'nobody',
      bad: Infinity,
    });
    const own = sum(DEPLOYED, rate);
    const standing: Standing = own <= best.bad / 2 ? 'met' : 'missed';
    return { standing, text: `${rate}/s: ${whole(own)} against ${whole(best.bad)} (${best.name})` };
  });
  return {
    what:
      'bad answers, summed over the faults that fail: at most half of the best rival that lets 99 % of plain healthy ' +
      'releases through, on every rate',
    standing: worst(cases.map(({ standing }) => standing)),
    found: cases.map(({ standing, text }) => (standing === 'met' ? text : `${text}, missed`)).join('; '),
  };
}

export const missedText = (tally: Tally): string => percent(missed(tally));
