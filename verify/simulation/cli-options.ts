import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { SEED } from './plan-of-search.ts';

export interface SimulateOptions {
  readonly deep: boolean;
  readonly seed: number;
  readonly path?: string;
}

/** @throws CommanderError with the exit status: 0 after --help, 2 for what cannot be used */
export function simulateOptions(args: readonly string[], write: (text: string) => void): SimulateOptions {
  const command = new Command('simulate')
    .description(
      'Searches the release machine for an order of things, or a fault, under which it would do harm. Prints ' +
        'one table.',
    )
    .option('--deep', 'everything there is and many schedules at random: minutes instead of seconds', false)
    .option(
      '--seed <number>',
      'where every choice comes from; the same seed gives the same schedules',
      wholeNumber,
      SEED,
    )
    .option('--path <path>', 'plays one schedule again, as a failure names it, and prints what happens in it')
    .addHelpText(
      'after',
      '\nExit status:\n  0  every invariant held in every schedule and state\n  1  one did not\n  2  the ' +
        'options cannot be used',
    )
    .helpOption('--help', 'prints this')
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride((error) => {
      throw new CommanderError(error.exitCode === 0 ? 0 : 2, error.code, error.message);
    });
  command.parse(args, { from: 'user' });
  return command.opts<SimulateOptions>();
}

function wholeNumber(text: string): number {
  if (!/^-?\d{1,9}$/.test(text))
    throw new InvalidArgumentError(`expected a whole number of at most 9 digits, got "${text}"`);
  return Number(text);
}
