import { type DoubtId, DOUBTS, truthUnder } from '../doubts/doubts.ts';
import { UsageError } from './program.ts';

const FLAG = '--doubt';

/** Several ids may follow one `--doubt`: each becomes an option of its own. */
export function eachDoubt(args: readonly string[]): readonly string[] {
  let listing = false;
  return args.flatMap((arg, i) => {
    const first = args[i - 1] === FLAG;
    listing = first || (listing && !arg.startsWith('-'));
    return listing && !first ? [FLAG, arg] : [arg];
  });
}

/** @throws UsageError naming the first that there is not, or that contradicts one before it */
export function doubtsOf(ids: readonly string[]): readonly DoubtId[] {
  for (const [i, id] of ids.entries()) {
    try {
      truthUnder(ids.slice(0, i + 1));
    } catch (error) {
      const why = (error as Error).message;
      throw new UsageError(`error: option '${FLAG} <ids...>' argument '${id}' is invalid. ${why}.`);
    }
  }
  return ids as readonly DoubtId[];
}

const WIDTH = 80;
const COLUMN = Math.max(...DOUBTS.map(({ id }) => id.length)) + 4;

/** What each id means, for --help. */
export const DOUBTS_HELP = [
  'Doubts: what AWS does instead of what is believed',
  ...DOUBTS.flatMap(({ id, says }) =>
    linesOf(says).map((line, i) => `${(i === 0 ? `  ${id}` : '').padEnd(COLUMN)}${line}`),
  ),
].join('\n');

function linesOf(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH - COLUMN) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
