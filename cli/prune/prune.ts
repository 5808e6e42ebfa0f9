import { promotedVersions, withLast, type Past } from '../../rollout/record/past.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { counted } from '../../statemachine/contract/counted.ts';
import { judgeVersions, neededBy, type JudgedVersion, type PruneFacts } from './decide.ts';
import type { FunctionVersions } from './versions.ts';

export interface PruneOptions {
  readonly functionVersions: FunctionVersions;
  /** @throws Error when the record cannot be read */
  readonly readRecord: () => Promise<RolloutRecord>;
  /** @throws Error when the history cannot be read */
  readonly readPast: () => Promise<Past>;
  readonly deployed?: string;
  readonly keep: number;
  /** How many promoted versions to keep to go back to, besides what production runs. */
  readonly keepPromoted: number;
  /** Deletes; otherwise only says what it would delete. */
  readonly yes: boolean;
  readonly tell: (told: Told) => void;
}

/** What is told of one version, and of all at the end. */
export type Told =
  | {
      readonly version: string;
      /** `delete` is what would be deleted. */
      readonly what: 'keep' | 'delete' | 'deleted' | 'gone' | 'refused';
      readonly why?: string;
    }
  | { readonly sum: string };

/** For people. */
export function lineOf(told: Told): string {
  if ('sum' in told) return told.sum;
  const { version, what, why } = told;
  return `${what.padEnd(8)} ${version.padStart(4)}${why === undefined ? '' : `  ${why}`}`;
}

/**
 * Deletes the versions that nobody needs, oldest first, or says which those are.
 *
 * Aliases and record are read again before each deletion, so that a rollout that starts meanwhile keeps its version;
 * the versions once, for there may be thousands.
 * What is left of the race is Lambda's: it refuses to delete a version that an alias points at.
 * @returns whether everything that should go is gone, or would be
 * @throws Error when anything cannot be read; nothing more is deleted then
 */
export async function prune(options: PruneOptions): Promise<boolean> {
  const { functionVersions, yes, tell } = options;
  const judged = await judge(options);
  for (const { version, reasons } of judged.filter(isNeeded)) tell({ version, what: 'keep', why: reasons.join(', ') });
  const unneeded = judged.filter((each) => !isNeeded(each)).toReversed();
  if (!yes) {
    for (const { version } of unneeded) tell({ version, what: 'delete' });
    tell({ sum: sumOf(unneeded.length, `${counted(unneeded.length, 'version')} would be deleted; --yes deletes.`) });
    return true;
  }
  let deleted = 0;
  let kept = 0;
  for (const { version } of unneeded) {
    const reasons = neededBy(version, await pointers(options));
    if (reasons.length > 0) {
      tell({ version, what: 'keep', why: `${reasons.join(', ')}, since a moment ago` });
      continue;
    }
    const deletion = await functionVersions.delete(version);
    if (typeof deletion === 'string') {
      tell({ version, what: deletion === 'deleted' ? 'deleted' : 'gone' });
      if (deletion === 'deleted') deleted++;
    } else {
      tell({ version, what: 'refused', why: deletion.refused });
      kept++;
    }
  }
  const refused = kept === 0 ? '' : `, ${kept} refused by Lambda`;
  tell({ sum: sumOf(unneeded.length, `${counted(deleted, 'version')} deleted${refused}.`) });
  return kept === 0;
}

const sumOf = (unneeded: number, sum: string): string => (unneeded === 0 ? 'Nothing to delete.' : sum);

async function judge(options: PruneOptions): Promise<readonly JudgedVersion[]> {
  const { functionVersions, deployed, keep, keepPromoted } = options;
  const versions = await functionVersions.versions();
  const found = await pointers(options);
  const promoted = keepPromoted === 0 ? [] : await promotedIn(options, found.record);
  const counts = { keep, keepPromoted };
  return judgeVersions({ versions, ...found, ...counts, promoted, ...(deployed === undefined ? {} : { deployed }) });
}

/** After the record, so that none is missed. @throws Error when a part of the history cannot be read */
async function promotedIn({ readPast }: PruneOptions, record: RolloutRecord): Promise<readonly string[]> {
  const past = withLast(await readPast(), record);
  if (past.unreadable > 0)
    throw new Error(
      `${past.unreadable} of the history cannot be read, and may be a promotion; --keep-promoted 0 leaves it`,
    );
  return promotedVersions(past).map(({ version }) => version);
}

/** The record last: a claim that is not in it yet had not pointed an alias either. */
async function pointers({
  functionVersions,
  readRecord,
}: PruneOptions): Promise<Pick<PruneFacts, 'aliases' | 'record'>> {
  const aliases = await functionVersions.aliases();
  return { aliases, record: await readRecord() };
}

function isNeeded({ reasons }: JudgedVersion): boolean {
  return reasons.length > 0;
}
