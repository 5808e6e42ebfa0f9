import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { SEED } from '../simulation/plan-of-search.ts';

export interface DoubtOptions {
  readonly pairs: number;
  readonly seed: number;
  readonly play?: readonly string[];
  readonly scenario?: string;
}

/** @throws CommanderError with the exit status: 0 after --help, 2 for what cannot be used */
export function doubtOptions(args: readonly string[], write: (text: string) => void): DoubtOptions {
  const command = new Command('doubt')
    .description(
      'Releases versions, good and bad ones, in worlds in which AWS does not do what is believed: each belief ' +
        'switched off by itself, and some in pairs. Prints one table.',
    )
    .option('--pairs <number>', 'how many pairs of doubts are tried, picked by the seed', wholeNumber, 100)
    .option('--seed <number>', 'where every choice comes from', wholeNumber, SEED)
    .option('--play <doubts...>', 'plays one scenario under these doubts, and prints what happens in it')
    .option('--scenario <name>', 'which one; needed with --play')
    .addHelpText(
      'after',
      '\nExit status:\n  0  every release ended safely\n  1  one did not\n  2  the options cannot be used',
    )
    .helpOption('--help', 'prints this')
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride((error) => {
      throw new CommanderError(error.exitCode === 0 ? 0 : 2, error.code, error.message);
    });
  command.parse(args, { from: 'user' });
  const options = command.opts<DoubtOptions>();
  if ((options.play === undefined) !== (options.scenario === undefined))
    command.error('--play and --scenario go together: under which doubts, and what');
  return options;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError(`expected a whole number of at most 9 digits, got "${text}"`);
  return Number(text);
}
