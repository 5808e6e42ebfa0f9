import { Command, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import { prune } from '../prune/prune.ts';
import { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';

interface PruneOptions {
  readonly keep: number;
  readonly yes?: boolean;
}

export const pruneCommand: MakeCommand = (run, examples) => {
  const command = new Command('prune')
    .description(
      'Deletes published versions that no alias and no open rollout needs. Without --yes it only says which.',
    )
    .option('--keep <n>', 'how many of the newest versions to keep, 1 or more', wholeNumber, 5)
    .option('--yes', 'delete')
    .addHelpText(
      'after',
      `
Always kept, whatever --keep says: $LATEST, the newest version, the one that the stack owns, those that any alias
points at (production, canary, previous and yours), and both versions of an open rollout. Nothing is deleted when the
rollout record, an alias or a version cannot be read.

${examples('prune', 'prune --keep 10 --yes')}`,
    );
  run(command, deleteUnneeded);
  return command;
};

async function deleteUnneeded({ ports, say, service }: Context, { keep, yes = false }: PruneOptions): Promise<Status> {
  say(`${service.name}: versions of ${service.functionName}`);
  const done = await prune({
    functionVersions: ports.versions,
    readRecord: () => ports.records.read(),
    deployed: service.newestVersion,
    keep,
    yes,
    print: say,
  });
  return done ? Status.ok : Status.rolledBack;
}

function wholeNumber(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
  return value;
}
