import { Command } from 'commander';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';
import { heardBy } from './said.ts';

interface PauseOptions {
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const pauseCommand: MakeCommand = (run, examples) => {
  const command = new Command('pause')
    .description('Pauses the release that runs where it is, at its next check, alarms watching, until go-on.')
    .option('--watch', 'show the release until it is over')
    .option('--json', 'for programs: the answer; with --watch one event a line')
    .addHelpText(
      'after',
      '\nOnce at each weight, for as long as the plan holds (holdSeconds). Refused (2) where its machine\n' +
        `has no room for another pause: beside those of its plan it has room for one.\n\n` +
        examples('pause', 'pause --watch'),
    );
  run(command, pause);
  return command;
};

async function pause(context: Context, options: PauseOptions): Promise<Status> {
  const { rollout } = await context.ports.records.read();
  if (rollout === undefined) throw new Refused('CannotPause: no release runs');
  return heardBy(context, await context.ports.machine.start({ pause: true }), rollout.id, options);
}
