import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

export const measuringSchema = z.strictObject({
  date: z.iso.date(),
  machine: z.string(),
  /** With `+` when files of the working tree differed from it. */
  commit: z.string(),
});
/** When, on what and of what something was measured. */
export type Measuring = Readonly<z.infer<typeof measuringSchema>>;

/**
 * @param now milliseconds since the epoch
 * @param written files that tell of it, which may differ: relative to the repository's root
 */
export function measuring(now: number, written: readonly string[]): Measuring {
  const [processor] = cpus();
  const but = written.map((path) => `:!${path}`);
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ...but) !== '';
  return {
    date: new Date(now).toISOString().slice(0, 10),
    machine:
      `${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, Node.js ${process.versions.node}, ` +
      process.platform,
    commit: git('rev-parse', '--short=10', 'HEAD') + (changed ? '+' : ''),
  };
}
