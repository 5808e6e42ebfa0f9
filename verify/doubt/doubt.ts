import { runProgram } from '../program.ts';
import { DOUBTS } from './doubts.ts';
import { doubtOptions, type DoubtOptions } from './options.ts';
import { doubtNamed, pairs, rowOf, scenarioNamed, type Row } from './rows.ts';
import { againWith, table } from './table.ts';
import { tryScenario } from './try-scenario.ts';

/** `npm run doubt`. */

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** What is unsafe is told in full so often; the rest is counted. */
const MOST_TOLD = 10;

async function tryAll({ pairs: count, seed }: DoubtOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const worlds = [[], ...DOUBTS.map((doubt) => [doubt]), ...pairs(seed).slice(0, count)];
  for (const doubts of worlds) {
    const row = await rowOf(doubts, { seed });
    rows.push(row);
    process.stderr.write(`${row.doubts.join(' + ') || 'as believed'}: ${row.unsafe.length} unsafe\n`);
  }
  return rows;
}

async function playOne(play: readonly string[], scenario: string, seed: number): Promise<number> {
  const { report, outcome, unsafe } = await tryScenario(scenarioNamed(scenario), play.map(doubtNamed), { seed });
  print(report());
  print(`${outcome}, ${unsafe.length === 0 ? 'safe' : 'UNSAFE'}`);
  return unsafe.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const options = doubtOptions(process.argv.slice(2), (text) => process.stderr.write(text));
  const { play, scenario, seed } = options;
  if (play !== undefined && scenario !== undefined) return playOne(play, scenario, seed);
  const rows = await tryAll(options);
  const unsafe = rows.flatMap((row) => row.unsafe);
  for (const one of unsafe.slice(0, MOST_TOLD))
    print(`${[...one.what, `To see it again: ${againWith(one, seed)}`].join('\n')}\n`);
  print(table(rows));
  return unsafe.length > 0 ? 1 : 0;
}

await runProgram(main);
