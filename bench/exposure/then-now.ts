import { readFileSync } from 'node:fs';
import type { Results } from './results.ts';
import { DEPLOYED } from './strategies/index.ts';
import { meanBad, missed, NO_RUNS, type Tally } from './tally.ts';
import { markdownTable } from '../../verify/markdown-table.ts';
import { percent, whole } from './words.ts';

/** What this benchmark found of what was deployed then, kept in a file. */
export interface Recorded {
  readonly date: string;
  readonly command: string;
  /** Of the code that was measured. */
  readonly version: string;
  /** By kind, workload or fault, and rate. */
  readonly tallies: Readonly<Record<string, Tally>>;
}

const BEFORE = new URL('before.json', import.meta.url);

export function readBefore(): Recorded {
  return JSON.parse(readFileSync(BEFORE, 'utf8')) as Recorded;
}

/** Each workload and fault that both know, then and now, by rate. */
export function thenAndNow(results: Results, { tallies }: Recorded): string {
  const { workloads, faults, rates } = results.set;
  const row = (kind: 'healthy' | 'fault', name: string, text: (tally: Tally) => string) => [
    name,
    ...rates.map((rate) => {
      const then = tallies[`${kind}|${name}|${rate}`] ?? NO_RUNS;
      return `${then.runs === 0 ? 'not measured' : text(then)} → ${text(results.of(DEPLOYED, kind, name, rate))}`;
    }),
  ];
  const head = rates.map((rate) => `${rate}/s`);
  return [
    markdownTable(
      ['healthy: rolled back', ...head],
      workloads.map(({ name }) =>
        row('healthy', name, ({ rolledBack, runs }) => percent(rolledBack / Math.max(1, runs))),
      ),
    ),
    markdownTable(
      ['faults: missed, bad answers', ...head],
      faults.map(({ name }) => row('fault', name, (tally) => `${percent(missed(tally))}, ${whole(meanBad(tally))}`)),
    ),
  ].join('\n\n');
}
