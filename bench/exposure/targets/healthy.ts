import type { Results } from '../results.ts';
import type { Strategy } from '../simulate.ts';
import { DEPLOYED, JUST_ALARMS, LAST_WEIGHT_95 } from '../strategies/index.ts';
import { mostRolledBack, type Tally } from '../tally.ts';
import type { Group } from '../workloads/workload.ts';
import { boundedTarget, type Bounded, type Target } from './target.ts';

/** What may happen to releases with which nothing is wrong. Held is not rolled back. */
export function healthyTargets(results: Results): readonly Target[] {
  return [
    boundedTarget('healthy, independent requests, own errors up to 1 %: at most 0.05 % rolled back', 0.0005, [
      together(results, 'independent'),
    ]),
    boundedTarget('healthy, independent requests, own errors beyond 1 %: at most 0.05 % rolled back', 0.0005, [
      together(results, 'failing'),
    ]),
    boundedTarget(
      'retries, bad hosts, late or missing metrics, cold caches, bursts: at most 0.5 % rolled back',
      0.005,
      oneByOne(results, 'disturbed'),
    ),
    boundedTarget('sticky clients and a heavy one: at most 2 % rolled back', 0.02, oneByOne(results, 'clients')),
    boundedTarget(
      'trouble on both sides in the last step, at a last weight of 95: at most 1 % rolled back',
      0.01,
      oneByOne(results, 'last step', LAST_WEIGHT_95),
    ),
    noMoreThanAlarms(results),
  ];
}

function together(results: Results, group: Group): Bounded {
  return bounded('all', results.healthy(DEPLOYED, results.group(group)));
}

function oneByOne(results: Results, group: Group, strategy: Strategy = DEPLOYED): readonly Bounded[] {
  return results.group(group).map((each) => bounded(each.name, results.healthy(strategy, [each])));
}

function bounded(name: string, tally: Tally): Bounded {
  return { name, seen: tally.rolledBack, runs: tally.runs, most: mostRolledBack(tally) };
}

function noMoreThanAlarms(results: Results): Target {
  const cases = results.group('last step').map((each) => {
    const [own, alarms] = [DEPLOYED, JUST_ALARMS].map((strategy) => results.healthy(strategy, [each]));
    if (own === undefined || alarms === undefined) throw new Error('two strategies were asked for');
    const met = own.rolledBack <= mostRolledBack(alarms) * own.runs;
    return {
      met,
      text: `${each.name}: ${own.rolledBack} of ${own.runs}, alarms ${alarms.rolledBack} of ${alarms.runs}`,
    };
  });
  return {
    what: 'trouble on both sides in the last step, at 100: no more rolled back than by alarms alone',
    standing: cases.every(({ met }) => met) ? 'met' : 'missed',
    found: cases.map(({ met, text }) => (met ? text : `${text}, missed`)).join('; '),
  };
}
