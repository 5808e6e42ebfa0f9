import { searchCommand, wholeNumber } from '../program.ts';
import { SEED } from '../simulation/plan-of-search.ts';

export interface DoubtOptions {
  readonly pairs: number;
  readonly seed: number;
  readonly play?: readonly string[];
  readonly scenario?: string;
}

/** @throws CommanderError with the exit status: 0 after --help, 2 for what cannot be used */
export function doubtOptions(args: readonly string[], write: (text: string) => void): DoubtOptions {
  const command = searchCommand('doubt', 'every release ended safely', write)
    .description(
      'Releases versions, good and bad ones, in worlds in which AWS does not do what is believed: each belief ' +
        'switched off by itself, and some in pairs. Prints one table.',
    )
    .option('--pairs <number>', 'how many pairs of doubts are tried, picked by the seed', wholeNumber, 100)
    .option('--seed <number>', 'where every choice comes from', wholeNumber, SEED)
    .option('--play <doubts...>', 'plays one scenario under these doubts, and prints what happens in it')
    .option('--scenario <name>', 'which one; needed with --play');
  command.parse(args, { from: 'user' });
  const options = command.opts<DoubtOptions>();
  if ((options.play === undefined) !== (options.scenario === undefined))
    command.error('--play and --scenario go together: under which doubts, and what');
  return options;
}
