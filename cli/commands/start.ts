import { Command, InvalidArgumentError } from 'commander';
import type { Context } from '../context.ts';
import type { Status } from '../status.ts';
import { startRelease } from '../start-release.ts';
import type { MakeCommand } from './command.ts';
import { sayOrWatch } from './started.ts';

interface StartOptions {
  readonly version?: string;
  readonly holdAt?: number;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const startCommand: MakeCommand = (run, examples) => {
  const command = new Command('start')
    .description('Starts a release: the newest version, or the one that is named, through every step of the plan.')
    .option('--version <number>', 'published version to release (default: the newest of the stack)', versionNumber)
    .option('--hold-at <weight>', 'stop at this weight of the plan until go-on, alarms watching', weight)
    .option('--watch', 'show it until it is over; the exit status then says how it ended')
    .option('--json', 'for programs: the execution; with --watch one event a line')
    .addHelpText(
      'after',
      '\nRefused (2) while another release runs, and for what else plan shows to refuse it at once.\n\n' +
        examples('start', 'start --watch', 'start --version 7 --hold-at 30', 'start --watch --json | jq -c .event'),
    );
  run(command, start);
  return command;
};

async function start(context: Context, options: StartOptions): Promise<Status> {
  const { holdAt, version } = options;
  const execution = await startRelease(context, {
    ...(version !== undefined && { version }),
    ...(holdAt !== undefined && { holdAt }),
  });
  return sayOrWatch(
    context,
    execution,
    options,
    `Version ${version ?? context.service.newestVersion} is being released`,
  );
}

export function versionNumber(text: string): string {
  if (!/^[1-9][0-9]*$/.test(text)) throw new InvalidArgumentError('It must be a published version number such as 7.');
  return text;
}

export function weight(text: string): number {
  if (!/^\d{1,3}$/.test(text))
    throw new InvalidArgumentError('It must be a weight of the plan, in whole percent, such as 30.');
  return Number(text);
}
