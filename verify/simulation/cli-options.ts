import { searchCommand, signedNumber } from '../program.ts';
import { SEED } from './plan-of-search.ts';

export interface SimulateOptions {
  readonly deep: boolean;
  readonly seed: number;
  readonly path?: string;
}

/** @throws CommanderError with the exit status: 0 after --help, 2 for what cannot be used */
export function simulateOptions(args: readonly string[], write: (text: string) => void): SimulateOptions {
  const command = searchCommand('simulate', 'every invariant held in every schedule and state', write)
    .description(
      'Searches the release machine for an order of things, or a fault, under which it would do harm. Prints ' +
        'one table.',
    )
    .option('--deep', 'everything there is and many schedules at random: minutes instead of seconds', false)
    .option(
      '--seed <number>',
      'where every choice comes from; the same seed gives the same schedules',
      signedNumber,
      SEED,
    )
    .option('--path <path>', 'plays one schedule again, as a failure names it, and prints what happens in it');
  command.parse(args, { from: 'user' });
  return command.opts<SimulateOptions>();
}
