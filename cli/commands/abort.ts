import { Command } from 'commander';
import type { Context } from '../context.ts';
import { Status } from '../status.ts';
import { watchUntilBack } from '../watch/watch.ts';
import type { MakeCommand } from './command.ts';
import { releaseToEnd } from '../find-release.ts';

interface AbortOptions {
  readonly reason: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const abortCommand: MakeCommand = (run, examples) => {
  const command = new Command('abort')
    .description(
      'Stops the execution of the release that runs. What it left is rolled back at once by another execution.',
    )
    .option('--reason <text>', 'kept as the cause of the execution', 'stopped by a person')
    .option('--watch', 'show what follows until production has every request again')
    .option('--json', 'for programs: the execution; with --watch one event a line')
    .addHelpText(
      'after',
      `\nrollback does the same without stopping the execution, which then ends red with the ` +
        `reason.\n\n${examples('abort', 'abort --reason "wrong version" --watch')}`,
    );
  run(command, abort);
  return command;
};

async function abort(context: Context, { json, reason, watch }: AbortOptions): Promise<Status> {
  const { cloud, own, ports, say } = context;
  const execution = await releaseToEnd(ports, 'abort');
  const since = cloud.now();
  await ports.machine.stop(execution, reason);
  say(json === true ? JSON.stringify({ stopped: execution }) : `Stopped: ${execution}`);
  if (watch === true) return watchUntilBack(context, execution, { json: json === true, since });
  if (json !== true) say(`Production gets every request back now. See it:  ${own('status')}`);
  return Status.ok;
}
