import { Command } from 'commander';
import { describeClaimant } from '../../rollout/claim/claimant.ts';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';
import { sayOrWatch } from './started.ts';

interface RevertOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const revertCommand: MakeCommand = (run, examples) => {
  const command = new Command('revert')
    .description('Puts production back on the version before the last promotion, at once. No alarm stands in its way.')
    .option('--watch', 'show it until it is over')
    .option('--json', 'for programs: the execution; with --watch one event a line')
    .addHelpText(
      'after',
      `\nFor a release that is over. One that still runs: abort or ` +
        `rollback.\n\n${examples('revert', 'revert --watch')}`,
    );
  run(command, revert);
  return command;
};

async function revert(context: Context, options: RevertOptions): Promise<Status> {
  const { own, ports } = context;
  const { rollout } = await ports.records.read();
  if (rollout !== undefined)
    throw new Refused(
      `RolloutInProgress: ${describeClaimant(rollout)} holds the service; roll it back instead: ${own('rollback')}`,
    );
  return sayOrWatch(
    context,
    await ports.machine.start({ revert: true }),
    options,
    'Production is being put back on the version before',
  );
}
