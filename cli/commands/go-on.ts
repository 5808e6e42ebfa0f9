import { Command } from 'commander';
import { holdOf } from '../../rollout/pause/held.ts';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Status } from '../status.ts';
import { HistoryReader } from '../story/history-reader.ts';
import { outcomeOf } from '../watch/outcome.ts';
import { watchRelease } from '../watch/watch.ts';
import type { MakeCommand } from './command.ts';

interface GoOnOptions {
  readonly watch?: boolean;
}

export const goOnCommand: MakeCommand = (run, examples) => {
  const command = new Command('go-on')
    .description('Lets the release that is held go on to its next weight, at its next healthy check.')
    .option('--watch', 'show the release until it is over')
    .addHelpText(
      'after',
      `\nA release is held when it was started with --hold-at and has baked at that weight, or when it\nhad ` +
        `too few requests at one and the plan says to hold then.\n\n${examples('go-on', 'go-on --watch')}`,
    );
  run(command, goOn);
  return command;
};

async function goOn(context: Context, { watch }: GoOnOptions): Promise<Status> {
  const { ports, say } = context;
  const { rollout } = await ports.records.read();
  if (rollout === undefined) throw new Refused('NothingHeld: no release runs');
  const begun = holdOf(rollout) !== undefined;
  if (!begun && rollout.holdAt === undefined)
    throw new Refused(
      `NothingHeld: version ${rollout.version} is not to be held anywhere so far, it goes on by itself`,
    );
  if (!begun)
    throw new Refused(
      `NothingHeld: version ${rollout.version} has not baked at ${rollout.holdAt} % yet; it is at ` +
        `${rollout.confirmedWeight} %`,
    );
  const { status, text } = await answerOf(context, await ports.machine.start({ goOn: true }));
  say(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
  return status === 0 && watch === true ? (await watchRelease(context, rollout.id, false)).status : status;
}

/** Its own execution has one task and ends within seconds. */
async function answerOf({ pause, ports: { machine } }: Context, arn: string) {
  for (;;) {
    const execution = await machine.describe(arn);
    if (execution !== undefined && execution.status !== 'RUNNING') {
      const reader = new HistoryReader(arn, execution.input, true);
      reader.read(await machine.history(arn, 0));
      return outcomeOf(execution, reader.state, undefined);
    }
    await pause();
  }
}
