import { Command } from 'commander';
import { describeClaimant } from '../../rollout/claim/claimant.ts';
import { version as versionSchema } from '../../statemachine/contract/shapes.ts';
import type { Context } from '../context.ts';
import { Refused, UsageError } from '../errors.ts';
import type { Status } from '../status.ts';
import type { MakeCommand } from './command.ts';
import { sayOrWatch } from './started.ts';

interface Shown {
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const adoptCommand: MakeCommand = (run, examples) => {
  const command = new Command('adopt')
    .description(
      'Takes over the default action of a listener that serves already (option "listener"). Users go on getting the ' +
        'version that they get; from then on releases move them.',
    )
    .option('--watch', 'show it until it is over')
    .option('--json', 'for programs: the execution; with --watch one event a line')
    .addHelpText(
      'after',
      `\nWhat it was is kept, and release-listener is the way back (docs/existing-listener.md).\n\n` +
        examples('adopt --watch'),
    );
  run(command, async (context: Context, options: Shown) =>
    start(context, options, { adopt: true }, 'is being adopted'),
  );
  return command;
};

export const releaseListenerCommand: MakeCommand = (run, examples) => {
  const command = new Command('release-listener')
    .description('Gives an adopted listener back: its default action is again what it was before it was adopted.')
    .option('--even-if <version>', 'the version that users then get, where production runs another')
    .option('--watch', 'show it until it is over')
    .option('--json', 'for programs: the execution; with --watch one event a line')
    .addHelpText(
      'after',
      `\nOnly while no release runs. Before a stack is destroyed, too.\n\n` +
        examples('release-listener --watch', 'release-listener --even-if 5'),
    );
  run(command, async (context: Context, { evenIf, ...options }: Shown & { readonly evenIf?: string }) => {
    if (evenIf !== undefined && !versionSchema.safeParse(evenIf).success)
      throw new UsageError(`--even-if: expected the number of a published version, got ${JSON.stringify(evenIf)}`);
    const input = { releaseListener: evenIf === undefined ? true : { evenIf } };
    return start(context, options, input, 'is being given back');
  });
  return command;
};

async function start(context: Context, options: Shown, input: object, what: string): Promise<Status> {
  const { own, ports, service } = context;
  if (service.adoptsListener !== true)
    throw new Refused(
      `${service.name} has a listener of its own (option "listener" is not set): there is none to adopt`,
    );
  const { rollout } = await ports.records.read();
  if (rollout !== undefined)
    throw new Refused(`RolloutInProgress: ${describeClaimant(rollout)} holds the service; see ${own('status')}`);
  return sayOrWatch(context, await ports.machine.start(input), options, `Listener ${service.listenerId} ${what}`);
}
