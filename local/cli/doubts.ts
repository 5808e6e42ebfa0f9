import { InvalidArgumentError, Option } from 'commander';
import { type DoubtId, DOUBTS, truthUnder } from 'local-aws';

/** `--doubt <ids...>`: what to switch off of what is believed about AWS. */
export function doubtOption(): Option {
  return new Option('--doubt <ids...>', 'beliefs about AWS to switch off, of those below')
    .argParser(oneMore)
    .default([], 'none');
}

function oneMore(text: string, before: readonly DoubtId[]): readonly DoubtId[] {
  const all = [...before, text];
  try {
    truthUnder(all);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
  return all as DoubtId[];
}

/** What each id means, for --help. */
export const DOUBTS_EXPLAINED: readonly { readonly name: string; readonly story: string }[] = DOUBTS.map(
  ({ id, says }) => ({ name: id, story: says }),
);
