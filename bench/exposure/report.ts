import { wrapped } from '../../verify/wrapped.ts';
import { method, strategiesText } from './method.ts';
import { USABLE, type Results } from './results.ts';
import { ACT_SECONDS, HORIZON, type Strategy } from './simulate.ts';
import { BOUND, DEPLOYED, STRATEGIES } from './strategies/index.ts';
import { meanBad, missed, mostRolledBack, type Tally } from './tally.ts';
import { errorFaults } from './targets/faults.ts';
import type { Target } from './targets/target.ts';
import { thenAndNow, type Recorded } from './then-now.ts';
import { markdownTable } from '../../verify/markdown-table.ts';
import { percent, whole } from './words.ts';

export interface Report {
  readonly date: string;
  readonly seed: number;
  readonly command: string;
  readonly results: Results;
  readonly before: Recorded;
  readonly targets: readonly Target[];
}

/** The whole of docs/exposure.md. */
export function markdown(report: Report): string {
  const { date, seed, command, results, before, targets } = report;
  return wrapped(
    [
      '# What a bad release costs users, and a good one',
      `Measured on ${date} by \`${command}\`, seed ${seed}. Everything here is a simulation of one service, ` +
        'minute by minute, with the very functions that judge a release (`rollout/`); nothing was measured on AWS.',
      '![Failed answers by fault and strategy at 100 requests a second](exposure.svg)',
      '## Targets',
      'As deployed. *Open*: too few releases were played to prove it either way.',
      targets.map(({ what, standing, found }) => `- **${standing}**: ${what}. ${found}.`).join('\n'),
      '## Healthy releases, as deployed',
      'Rolled back of so many, with the upper 95 % bound over all rates; `held` where a person was waited for.',
      healthyTable(results, DEPLOYED),
      '## Healthy releases, all strategies',
      'Share that was rolled back, over all rates.',
      groupTable(results, STRATEGIES),
      `## Failed answers within ${HORIZON} minutes, summed over the faults that fail`,
      `A strategy that rolls back more than ${percent(USABLE)} of plain healthy releases at a rate (independent ` +
        'requests, own errors of at most 0.1 %) is marked `x` there and below: what it catches it catches by chance.',
      sumTable(results, STRATEGIES),
      '## Fault by fault',
      'Bad answers to users on average, seconds to detection and to restored traffic (half of the releases that were ' +
        'rolled back), and the share that was missed: not rolled back within an hour.',
      ...results.set.faults.flatMap(({ name }) => [`### ${capital(name)}`, faultTable(results, STRATEGIES, name)]),
      '## Then and now',
      `Then: ${before.version}, measured on ${before.date} by \`${before.command}\`.`,
      thenAndNow(results, before),
      method(results),
      '## Strategies',
      strategiesText(),
    ].join('\n\n') + '\n',
  );
}

/** What the terminal shows. */
export function summary(
  { results, targets }: Pick<Report, 'results' | 'targets'>,
  strategies: readonly Strategy[],
): string {
  const lines = targets.map(({ what, standing, found }) => `${standing.padEnd(6)} ${what}\n       ${found}\n`);
  return [
    `healthy releases, ${strategies[0]?.name ?? ''}\n`,
    ...strategies.slice(0, 1).map((first) => healthyTable(results, first)),
    '\n\nhealthy releases, all strategies\n',
    groupTable(results, strategies),
    '\n\nfailed answers, summed over the faults that fail\n',
    sumTable(results, strategies),
    ...results.set.faults.map(({ name }) => `\n\n${name}\n${faultTable(results, strategies, name)}`),
    ...(lines.length === 0 ? [] : [`\n\nas deployed\n${lines.join('')}`]),
  ].join('');
}

const ratesOf = (results: Results): readonly string[] => results.set.rates.map((rate) => `${rate}/s`);

function healthyTable(results: Results, strategy: Strategy): string {
  return markdownTable(
    ['', ...ratesOf(results), 'upper bound'],
    results.set.workloads.map((each) => [
      each.name,
      ...results.set.rates.map((rate) => endings(results.of(strategy, 'healthy', each.name, rate))),
      `${(100 * mostRolledBack(results.healthy(strategy, [each]))).toPrecision(2)} %`,
    ]),
  );
}

function endings({ runs, rolledBack, held }: Tally): string {
  return `${whole(rolledBack)} of ${whole(runs)}${held === 0 ? '' : `, ${whole(held)} held`}`;
}

const GROUPS = ['independent', 'failing', 'disturbed', 'clients', 'last step'] as const;

function groupTable(results: Results, strategies: readonly Strategy[]): string {
  return markdownTable(
    ['', ...GROUPS],
    strategies.map((strategy) => [
      strategy.name,
      ...GROUPS.map((group) => {
        const { runs, rolledBack, held } = results.healthy(strategy, results.group(group));
        return runs === 0 ? '' : `${percent(rolledBack / runs)}${held === 0 ? '' : `, ${percent(held / runs)} held`}`;
      }),
    ]),
  );
}

function sumTable(results: Results, strategies: readonly Strategy[]): string {
  return markdownTable(
    ['', ...ratesOf(results)],
    strategies.map((strategy) => [
      strategy.name,
      ...results.set.rates.map((rate) =>
        marked(
          results,
          strategy,
          rate,
          whole(
            errorFaults(results).reduce((sum, { name }) => sum + meanBad(results.of(strategy, 'fault', name, rate)), 0),
          ),
        ),
      ),
    ]),
  );
}

function faultTable(results: Results, strategies: readonly Strategy[], fault: string): string {
  return markdownTable(
    ['', ...ratesOf(results)],
    strategies.map((strategy) => [
      strategy.name,
      ...results.set.rates.map((rate) =>
        marked(results, strategy, rate, cellText(results.of(strategy, 'fault', fault, rate))),
      ),
    ]),
  );
}

function cellText(tally: Tally): string {
  const { runs, detection } = tally;
  if (runs === 0) return '';
  const seconds = Math.max(0, Math.round(detection ?? 0));
  const times = detection === undefined ? 'never' : `${seconds}, ${seconds + ACT_SECONDS} s`;
  return `${whole(meanBad(tally))}; ${times}; ${percent(missed(tally))}`;
}

function marked(results: Results, strategy: Strategy, rate: number, text: string): string {
  return strategy === BOUND || results.isUsable(strategy, rate) ? text : `${text} x`;
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
