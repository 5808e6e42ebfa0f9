import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { measuring, measuringSchema } from '../measured.ts';

const countSchema = z.strictObject({ mutants: z.int(), killed: z.int(), noFault: z.int() });
const runSchema = measuringSchema.extend({ minutes: z.number(), folders: z.record(z.string(), countSchema) });
/** What a run found; docs/mutants.md tells it. */
export type MutationRun = z.infer<typeof runSchema>;

const FILE = new URL('last-run.json', import.meta.url);

/** The last of each folder, in the order of their time. @throws ZodError naming what is wrong with the file */
export const lastRuns = (): readonly MutationRun[] => z.array(runSchema).parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** A run takes the place of what earlier ones found in its folders. */
export function withRun(runs: readonly MutationRun[], run: MutationRun): readonly MutationRun[] {
  const earlier = runs.map(({ folders, ...rest }) => ({
    ...rest,
    folders: Object.fromEntries(Object.entries(folders).filter(([folder]) => !(folder in run.folders))),
  }));
  return [...earlier.filter(({ folders }) => Object.keys(folders).length > 0), run];
}

/** @param now milliseconds since the epoch */
export function keep(found: Pick<MutationRun, 'folders' | 'minutes'>, now: number): void {
  const run = { ...measuring(now, ['docs/mutants.md', 'verify/mutation/last-run.json']), ...found };
  writeFileSync(FILE, `${JSON.stringify(withRun(lastRuns(), run), null, 2)}\n`);
}
