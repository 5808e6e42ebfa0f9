import { z } from 'zod';
import { NO_FAULT } from './no-fault.ts';
import type { NoFault } from './no-fault/mutant.ts';

const place = z.object({ line: z.int(), column: z.int() });
/** What is read of Stryker's report: the mutation testing report schema, version 1. */
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(),
          replacement: z.string().default(''),
          status: z.string(),
          statusReason: z.string().default(''),
          location: z.object({ start: place, end: place }),
        }),
      ),
    }),
  ),
});
type File = z.infer<typeof reportSchema>['files'][string];
type Mutant = File['mutants'][number];

/** A mutant that no test noticed. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  /** The code that was replaced, on one line. */
  readonly code: string;
  readonly replacement: string;
  /** Whether no test runs this code at all. */
  readonly untested: boolean;
}

/** Of a folder: what was tried there, and what became of it. */
export interface Count {
  readonly mutants: number;
  readonly killed: number;
  /** Survivors that `no-fault.ts` explains. */
  readonly noFault: number;
}

export interface Result {
  readonly folders: Readonly<Record<string, Count>>;
  /** Those that nothing explains. */
  readonly survivors: readonly Survivor[];
}

/** @throws ZodError for what is no report */
export function readReport(json: string): Result {
  const { files } = reportSchema.parse(JSON.parse(json));
  const folders: Record<string, Count> = {};
  const survivors: Survivor[] = [];
  for (const [file, { source, mutants }] of Object.entries(files).sort(([a], [b]) => a.localeCompare(b))) {
    const tried = mutants.filter(({ status }) => TRIED.includes(status));
    if (tried.length === 0) continue;
    const alive = tried
      .filter(({ status }) => !KILLED.includes(status))
      .map((mutant) => survivor(file, source, mutant));
    const unexplained = alive.filter((each) => !NO_FAULT.some((known) => isThat(each, known)));
    const folder = file.slice(0, file.lastIndexOf('/'));
    const before = folders[folder] ?? { mutants: 0, killed: 0, noFault: 0 };
    folders[folder] = {
      mutants: before.mutants + tried.length,
      killed: before.killed + tried.length - alive.length,
      noFault: before.noFault + alive.length - unexplained.length,
    };
    survivors.push(...unexplained);
  }
  return { folders, survivors };
}

/** A mutant on which a test never ends is noticed too. One that does not compile was not tried. */
const KILLED = ['Killed', 'Timeout'];
const TRIED = [...KILLED, 'Survived', 'NoCoverage'];

/** Of what was tried and is a fault: percent that tests noticed; 100 where there is nothing. */
export function killedPercent({ mutants, killed, noFault }: Count): number {
  return mutants === noFault ? 100 : (100 * killed) / (mutants - noFault);
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce(
    (all, { mutants, killed, noFault }) => ({
      mutants: all.mutants + mutants,
      killed: all.killed + killed,
      noFault: all.noFault + noFault,
    }),
    { mutants: 0, killed: 0, noFault: 0 },
  );
}

function survivor(file: string, source: string, { location, replacement, status }: Mutant): Survivor {
  const lines = source.split('\n').slice(location.start.line - 1, location.end.line);
  const last = lines.length - 1;
  const cut = lines.map((line, i) =>
    line.slice(i === 0 ? location.start.column - 1 : 0, i === last ? location.end.column - 1 : undefined),
  );
  return {
    file,
    line: location.start.line,
    code: oneLine(cut.join('\n')),
    replacement: oneLine(replacement),
    untested: status === 'NoCoverage',
  };
}

const oneLine = (code: string): string => code.replace(/\s+/g, ' ').trim();

/** By its code and not by its line, which changes with every edit above. */
const isThat = (survivor: Survivor, known: NoFault): boolean =>
  survivor.file === known.file && survivor.code === known.code && known.instead.includes(survivor.replacement);
