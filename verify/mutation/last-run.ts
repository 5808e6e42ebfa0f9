import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { measuring } from '../measured.ts';

const countSchema = z.strictObject({ mutants: z.int(), killed: z.int(), noFault: z.int() });
const lastMutationSchema = z.strictObject({
  date: z.iso.date(),
  commit: z.string(),
  machine: z.string(),
  minutes: z.number(),
  folders: z.record(z.string(), countSchema),
});
/** What the last whole run found; docs/mutants.md tells it. */
export type LastMutation = z.infer<typeof lastMutationSchema>;

const FILE = new URL('last-run.json', import.meta.url);

/** @throws ZodError naming what is wrong with the file */
export const lastMutation = (): LastMutation => lastMutationSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));

/** @param now milliseconds since the epoch */
export function keep(found: Pick<LastMutation, 'folders' | 'minutes'>, now: number): void {
  const run = { ...measuring(now, ['docs/mutants.md', 'verify/mutation/last-run.json']), ...found };
  writeFileSync(FILE, `${JSON.stringify(run, null, 2)}\n`);
}
