import { Command, InvalidArgumentError } from 'commander';
import { KEEP_PROMOTED } from '../../statemachine/contract/plan.ts';
import type { Context } from '../context.ts';
import { lineOf, prune } from '../prune/prune.ts';
import { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';

interface PruneOptions {
  readonly keep: number;
  readonly keepPromoted?: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const pruneCommand: MakeCommand = (run, examples) => {
  const command = new Command('prune')
    .description(
      'Deletes published versions that no alias and no open rollout needs. Without --yes it only says which.',
    )
    .option('--keep <n>', 'how many of the newest versions to keep, 1 or more', wholeNumber, 5)
    .option(
      '--keep-promoted <n>',
      `how many promoted versions to keep, to go back to (default: the plan's keepPromoted, or ${KEEP_PROMOTED})`,
      countOrNone,
    )
    .option('--yes', 'delete')
    .option('--json', 'one JSON object a version, for programs')
    .addHelpText(
      'after',
      `
Always kept, whatever --keep says: $LATEST, the newest version, the one that the stack owns, those that any alias
points at (production, canary, previous and yours), and both versions of an open rollout. Promoted versions are those
of revert --list, last first. Nothing is deleted when the rollout record, its history, an alias or a version cannot be
read.

${examples('prune', 'prune --keep 10 --yes')}`,
    );
  run(command, deleteUnneeded);
  return command;
};

async function deleteUnneeded(
  { ports, say, service }: Context,
  { json, keep, keepPromoted, yes = false }: PruneOptions,
): Promise<Status> {
  if (json !== true) say(`${service.name}: versions of ${service.functionName}`);
  const done = await prune({
    functionVersions: ports.versions,
    readRecord: () => ports.records.read(),
    deployed: service.newestVersion,
    readPast: () => ports.records.past(),
    keep,
    keepPromoted: keepPromoted ?? service.keepPromoted ?? KEEP_PROMOTED,
    yes,
    tell: (told) => {
      if (json !== true) say(lineOf(told));
      else if ('version' in told) say(JSON.stringify(told));
    },
  });
  return done ? Status.ok : Status.rolledBack;
}

function countOrNone(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0 to 9999.');
  return Number(text);
}

function wholeNumber(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
  return value;
}
