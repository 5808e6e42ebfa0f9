import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { every, wallClock } from 'local-aws/clock';
import { FIRST_RELEASE } from '../../local/scenarios/scenarios.ts';
import type { Benchmark } from '../benchmark.ts';
import { inNewFolder } from '../support/folder.ts';
import { ROOT, runProgram, tryProgram } from '../support/program.ts';

const LONGEST_WAIT_SECONDS = 10;
const LOOK_MS = 20;

export const firstCanary: Benchmark = {
  name: 'first-canary',
  title: 'From a clone to the first canary',
  how:
    'A clone of the last commit in a new folder, `npm ci` with whatever npm has in its cache, then `npm start` ' +
    'until the listener gives the canary its first 10 %. All by the wall clock, so that it counts only on a ' +
    'machine that does nothing else.',
  limit:
    'The app is synthesized twice at the same time, one release each, on as many processors as there are; ' +
    'then every function gets a process, of which the first shift needs three.',
  floor:
    'Two runs of the app side by side, and the simulated minute that claim and smoke test take at speed 60: ' +
    'about half.',
  run: (signal) =>
    inNewFolder(async (folder) => {
      const clone = join(folder, 'lattice-canary');
      await runProgram(['git', 'clone', '--quiet', ROOT, clone], { signal });
      const install = await runProgram(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: clone, signal });
      const { synthesized, deployed, shifted } = await untilFirstShift(clone, signal);
      return [
        { what: 'npm ci', value: install.ms / 1000, unit: 's' },
        { what: 'npm start until the first release is synthesized', value: synthesized / 1000, unit: 's' },
        { what: 'until it is deployed', value: deployed / 1000, unit: 's' },
        { what: 'until the first shift', value: shifted / 1000, unit: 's', budget: { most: LONGEST_WAIT_SECONDS } },
      ];
    }),
};

/** Milliseconds since the start of `npm start`. */
interface Milestones {
  synthesized: number;
  deployed: number;
  shifted: number;
}

const eventSchema = z.looseObject({ event: z.string(), first: z.boolean().optional(), canary: z.number().optional() });

/** @throws Error with the end of what it printed when it ends before */
async function untilFirstShift(clone: string, signal: AbortSignal): Promise<Milestones> {
  const seen: Partial<Milestones> = {};
  const enough = new AbortController();
  const startedAt = performance.now();
  const stopLooking = every(wallClock, LOOK_MS, wallClock.now(), () => {
    if (seen.synthesized === undefined && isSynthesized(clone)) seen.synthesized = performance.now() - startedAt;
  });
  try {
    const onLine = (line: string, ms: number) => {
      if (!line.startsWith('{')) return;
      const { event, first, canary = 0 } = eventSchema.parse(JSON.parse(line));
      if (event === 'deployed' && first === true) seen.deployed ??= ms;
      if (event !== 'weights' || canary === 0) return;
      seen.shifted ??= ms;
      enough.abort();
    };
    const { output } = await tryProgram(['npm', 'start', '--', '--json'], {
      cwd: clone,
      signal: AbortSignal.any([signal, enough.signal]),
      onLine,
    });
    signal.throwIfAborted();
    const { synthesized, deployed, shifted } = seen;
    if (synthesized === undefined || deployed === undefined || shifted === undefined)
      throw new Error(`npm start ended before the first shift:\n${output.slice(-2_000)}`);
    return { synthesized, deployed, shifted };
  } finally {
    stopLooking();
  }
}

/** The manifest is what the app writes last. */
function isSynthesized(clone: string): boolean {
  const local = join(clone, '.local');
  if (!existsSync(local)) return false;
  return readdirSync(local).some(
    (name) => name.startsWith('assemblies-') && existsSync(join(local, name, FIRST_RELEASE, 'manifest.json')),
  );
}
