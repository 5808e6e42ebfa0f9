import { Command, Help } from 'commander';
import { REASONS } from '../../rollout/pause/reasons.ts';
import { standingPause } from '../../rollout/pause/stored.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';
import { heardBy } from './said.ts';
import { weight } from './start.ts';

/** Columns of a sentence below the options. */
const HELP_WIDTH = 96;

interface GoOnOptions {
  readonly at?: number;
  readonly by?: string;
  readonly promote?: boolean;
  readonly reason?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const goOnCommand: MakeCommand = (run, examples) => {
  const command = new Command('go-on')
    .description(
      'Lets the release that runs go on to its next weight, at its next healthy check, whatever it waits for.',
    )
    .option('--promote', 'wait at no later weight either: each is settled and checked healthy, then the next')
    .option('--at <weight>', 'only if it is at this weight (default: where it is now)', weight)
    .option('--by <name>', 'who says so: told and kept, not proven')
    .option('--reason <text>', 'why: told and kept')
    .option('--watch', 'show the release until it is over')
    .option('--json', 'for programs: the answer; with --watch one event a line')
    .addHelpText(
      'after',
      `\n${whenPaused()}\n\n${examples('go-on', 'go-on --watch', 'go-on --by ann --reason "seen"')}`,
    );
  run(command, goOn);
  return command;
};

function whenPaused(): string {
  const when = Object.values(REASONS).map(({ says }) => says.when);
  const ends =
    'A bake that was seen enough is ended as well. What is not healthy does not go on; that too few requests came, a ' +
    'person may know better.';
  return new Help().boxWrap(`A release is held when ${when.join(', or when ')}. ${ends}`, HELP_WIDTH);
}

async function goOn(context: Context, options: GoOnOptions): Promise<Status> {
  const { rollout } = await context.ports.records.read();
  if (rollout === undefined) throw new Refused('NothingHeld: no release runs');
  const said = await context.ports.machine.answer({ goOn: wordOf(rollout, options) });
  return heardBy(context, said, rollout.id, options);
}

/** A pause says by itself which weight is meant; a bake that ends meanwhile does not. */
function wordOf(rollout: OpenRollout, { at, by, promote, reason }: GoOnOptions): object | true {
  const paused = standingPause(rollout) !== undefined;
  if (paused && [at, by, promote, reason].every((each) => each === undefined)) return true;
  return {
    at: at ?? rollout.confirmedWeight,
    ...(promote === true && { promote }),
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
  };
}
