import { Command } from 'commander';
import type { Context } from '../context.ts';
import type { Status } from '../status.ts';
import { watchRelease } from '../watch/watch.ts';
import type { Arguments, MakeCommand } from './command.ts';
import { releaseToWatch } from '../find-release.ts';

interface WatchOptions extends Arguments {
  readonly json?: boolean;
}

export const watchCommand: MakeCommand = (run, examples) => {
  const command = new Command('watch')
    .description(
      'Shows a release until it is over: steps, weight, requests and errors, alarms, time left. Ctrl-C ends ' +
        'the watching, not the release.',
    )
    .argument(
      '[execution]',
      'its ARN, its name, or the beginning of its name (default: the one that runs, or else the last one)',
    )
    .option('--json', 'one event a line, for programs')
    .addHelpText(
      'after',
      `
In a terminal it is redrawn; in a pipe each event is a line. It ends when the release is over and, if it was rolled \
back,
production has every request again. Requests come from CloudWatch, minute by minute and up to three minutes late.

With --json each line has "event" and "time": started, state, answered, failed, retrying, weights, alarm, ended as they
happen, progress at each state and each minute, trouble when AWS does not answer, outcome (with "status") at the end.

${examples('watch', 'watch 844fa983', 'watch --json | jq -c \'select(.event == "weights")\'')}`,
    );
  run(command, watch);
  return command;
};

async function watch(context: Context, { args: [wanted], json = false }: WatchOptions): Promise<Status> {
  return (await watchRelease(context, await releaseToWatch(context.ports, wanted), json)).status;
}
