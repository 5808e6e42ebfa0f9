import { Command } from 'commander';
import type { OpenRollout } from '../../rollout/record/record.ts';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import { explain } from '../explain.ts';
import { isExecution } from '../find-release.ts';
import { Status } from '../status.ts';
import { watchUntilBack } from '../watch/watch.ts';
import type { MakeCommand } from './command.ts';

interface RollbackOptions {
  readonly reason: string;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const rollbackCommand: MakeCommand = (run, examples) => {
  const command = new Command('rollback')
    .description('Rolls the release that runs back, by a message on the rollback topic: weights first, then the rest.')
    .option('--reason <text>', 'announced, and kept in the history', 'asked for by a person')
    .option('--watch', 'show what follows until production has every request again')
    .option('--json', 'for programs: what was asked for; with --watch one event a line')
    .addHelpText(
      'after',
      `\nSafe at any time. It is sent also when nobody can read whether a release ` +
        `runs.\n\n${examples('rollback --reason "checkout is slow"', 'rollback --watch')}`,
    );
  run(command, rollback);
  return command;
};

async function rollback(context: Context, { json, reason, watch }: RollbackOptions): Promise<Status> {
  const { cloud, own, ports, say } = context;
  const rollout = await openRollout(context);
  if (rollout === 'none') throw new Refused('nothing to roll back: no release runs, production has every request');
  const since = cloud.now();
  await ports.rollbackTopic.publish(reason);
  const version = rollout === 'unknown' ? null : rollout.version;
  if (json === true) say(JSON.stringify({ asked: 'rollback', version, reason }));
  else say(version === null ? 'Asked for a rollback.' : `Asked for a rollback of version ${version}.`);
  if (watch === true && rollout !== 'unknown' && isExecution(rollout))
    return watchUntilBack(context, rollout.id, { json: json === true, since });
  if (json !== true) say(`Production gets every request back now. See it:  ${own('status')}`);
  return Status.ok;
}

/** Users first: that the record cannot be read stands in no rollback's way. */
async function openRollout({ ports, terminal }: Context): Promise<OpenRollout | 'none' | 'unknown'> {
  try {
    return (await ports.records.read()).rollout ?? 'none';
  } catch (error) {
    terminal.err(`whether a release runs cannot be read, the rollback is asked for all the same: ${explain(error)}\n`);
    return 'unknown';
  }
}
