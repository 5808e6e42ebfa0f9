import { Command, Help } from 'commander';
import { NONE_TO_COME, REASONS } from '../../rollout/pause/reasons.ts';
import { lastPause, pauseToCome } from '../../rollout/pause/stored.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import type { Status } from '../status.ts';
import { HistoryReader } from '../story/history-reader.ts';
import { outcomeOf } from '../watch/outcome.ts';
import { watchRelease } from '../watch/watch.ts';
import type { MakeCommand } from './command.ts';

/** Columns of a sentence below the options. */
const HELP_WIDTH = 96;

interface GoOnOptions {
  readonly watch?: boolean;
}

export const goOnCommand: MakeCommand = (run, examples) => {
  const command = new Command('go-on')
    .description('Lets the release that is held go on to its next weight, at its next healthy check.')
    .option('--watch', 'show the release until it is over')
    .addHelpText('after', `\n${whenPaused()}\n\n${examples('go-on', 'go-on --watch')}`);
  run(command, goOn);
  return command;
};

function whenPaused(): string {
  const when = Object.values(REASONS).map(({ says }) => says.when);
  return new Help().boxWrap(`A release is held when ${when.join(', or when ')}.`, HELP_WIDTH);
}

async function goOn(context: Context, { watch }: GoOnOptions): Promise<Status> {
  const { ports, say } = context;
  const { rollout } = await ports.records.read();
  if (rollout === undefined) throw new Refused('NothingHeld: no release runs');
  if (lastPause(rollout) === undefined) throw new Refused(`NothingHeld: version ${rollout.version} ${notYet(rollout)}`);
  const { status, text } = await answerOf(context, await ports.machine.start({ goOn: true }));
  say(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`);
  return status === 0 && watch === true ? (await watchRelease(context, rollout.id, false)).status : status;
}

function notYet(rollout: OpenRollout): string {
  const coming = pauseToCome(rollout);
  return coming === undefined ? NONE_TO_COME.cli : coming.says.cli(coming.at, rollout.confirmedWeight);
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
