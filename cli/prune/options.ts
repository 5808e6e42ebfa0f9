import { Command, InvalidArgumentError, Option } from 'commander';

export interface PruneCommandOptions {
  readonly stack?: string;
  readonly outputs?: string;
  readonly service?: string;
  readonly keep: number;
  readonly yes: boolean;
}

const HELP = `
Always kept, whatever --keep says: $LATEST, the newest version, the one that the stack owns, those that any alias
points at (production, canary, previous and yours), and both versions of an open rollout. Nothing is deleted when the
rollout record, an alias or a version cannot be read.

Region and credentials come from the environment, as for every AWS SDK; AWS_ENDPOINT_URL reaches a local cloud.

Exit status:
  0  what nobody needs is deleted, or, without --yes, listed
  1  something could not be read, or Lambda refused to delete a version
  2  the options cannot be used

Examples:
  npm run prune -- --stack MyService
  npm run prune -- --stack MyService --keep 10 --yes
  npm run prune -- --outputs .local/outputs.json`;

/** Prints help or complaints itself, through commander; exits through `exitOverride`'s CommanderError. */
export function parsePruneOptions(args: readonly string[], output: { out(text: string): void; err(text: string): void }): PruneCommandOptions {
  const command = new Command('prune')
    .description('Deletes published versions of a service that no alias and no open rollout needs. Without --yes it only says which.')
    .option('--stack <name>', 'stack of the service; asked for its outputs')
    .option('--outputs <file>', 'read the outputs from what `cdk deploy --outputs-file` wrote, and do not ask CloudFormation')
    .option('--service <name>', 'name of the service, where the stack has several')
    .addOption(new Option('--keep <n>', 'how many of the newest versions to keep, 1 or more').argParser(wholeNumber).default(5))
    .option('--yes', 'delete', false)
    .addHelpText('after', HELP)
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: (text) => output.out(text), writeErr: (text) => output.err(text) });
  command.parse(args, { from: 'user' });
  const options = command.opts<PruneCommandOptions>();
  if (options.stack === undefined && options.outputs === undefined) command.error("error: say which service with --stack or --outputs; --help explains them");
  return options;
}

function wholeNumber(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
  return value;
}
