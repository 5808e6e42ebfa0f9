import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { measuring, type Measuring, measuringSchema } from '../verify/measured.ts';
import type { Figure } from './benchmark.ts';

const budgetSchema = z.union([z.strictObject({ most: z.number() }), z.strictObject({ least: z.number() })]);
const figureSchema = z.strictObject({
  what: z.string(),
  value: z.number(),
  unit: z.string(),
  budget: budgetSchema.optional(),
});
const measuredSchema = measuringSchema.extend({ figures: z.array(figureSchema) });
const lastRunSchema = z.record(z.string(), measuredSchema);

/** What a benchmark gave when it ran last. */
export interface Measured extends Measuring {
  readonly figures: readonly Figure[];
}

/** By name of the benchmark. */
export type LastRun = Readonly<Record<string, Measured>>;

const LAST_RUN = new URL('last-run.json', import.meta.url);
/** A copy of `last-run.json` of an earlier commit, which the page puts beside it. */
const BEFORE = new URL('before.json', import.meta.url);

/** @throws Error naming what is wrong with the file; one that is missing holds nothing */
export const readLastRun = (): LastRun => read(LAST_RUN);

/** @throws Error naming what is wrong with the file; one that is missing holds nothing */
export const readBefore = (): LastRun => read(BEFORE);

function read(file: URL): LastRun {
  try {
    return lastRunSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) as LastRun;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new Error(`${fileURLToPath(file)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

export function writeLastRun(run: LastRun): void {
  writeFileSync(LAST_RUN, `${JSON.stringify(run, null, 1)}\n`);
}

/** @param now milliseconds since the epoch */
export function measured(figures: readonly Figure[], now: number): Measured {
  return { ...measuring(now, ['docs/performance.md', 'bench/last-run.json']), figures };
}
