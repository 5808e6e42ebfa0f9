import { factorsOf, TIMES } from '../../rollout/lambda/minutes.ts';
import type { Compare } from '../../statemachine/contract/compare.ts';
import { didYouMean } from '../nearest.ts';

const REQUIRED = ['minute', 'side', 'invocations', 'errors'] as const;
const OPTIONAL = ['answers', '5xx'] as const;
type Name = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** How many took longer than so many milliseconds: `over_46`, `over_13.5`. */
const OVER = /^over_(\d+(?:\.\d+)?)$/;

/** Which field of a line is what. */
export interface Columns {
  readonly names: readonly string[];
  readonly at: ReadonlyMap<Name, number>;
  /** Whether answers with 5XX are counted. */
  readonly answers: boolean;
  /** Whether times are. */
  readonly times: boolean;
  /** Fields that production is compared by, in the order of the times; none where there are none. */
  readonly slower: readonly number[];
  /** The same of the canary, by factor: without that of the tail where not all of its columns are there. */
  readonly slowerByFactor: ReadonlyMap<number, readonly number[]>;
}

/**
 * @param compare by how many times production's times the canary's are counted
 * @returns undefined where the line says something that it should not; `found` has heard what
 */
export function columnsOf(line: string, compare: Compare, found: (words: string) => void): Columns | undefined {
  const names = line.split(',').map((name) => name.trim());
  let bad = false;
  const fault = (words: string) => {
    bad = true;
    found(words);
  };
  const known: readonly string[] = [...REQUIRED, ...OPTIONAL];
  names.forEach((name, i) => {
    if (names.indexOf(name) < i) fault(`got the column ${name} twice, expected it once`);
    else if (!known.includes(name) && !OVER.test(name))
      fault(`got the column ${JSON.stringify(name)}, expected one of ${known.join(', ')} or over_<ms>${near(name)}`);
  });
  for (const name of REQUIRED) if (!names.includes(name)) fault(`got no column ${name}, expected one`);
  if (names.includes('answers') && !names.includes('5xx')) fault('got the column answers without 5xx, expected both');
  const over = names.flatMap((name, field) => {
    const [, time] = OVER.exec(name) ?? [];
    return time === undefined ? [] : [{ time: Number(time), field }];
  });
  const { slowness } = compare;
  const fieldOf = (time: number) => over.find((each) => Math.abs(each.time - time) < 1e-6 * time)?.field;
  const fieldsBy = (factor: number) =>
    over.length === 0 ? [] : TIMES.map((time) => ({ time: time * factor, field: fieldOf(time * factor) }));
  for (const [factor, whose] of [
    [slowness, `canary is counted with slowness ${slowness}`],
    [1, 'production is counted'],
  ] as const) {
    const missing = fieldsBy(factor).filter(({ field }) => field === undefined);
    const names = missing.map(({ time }) => columnOver(time)).join(', ');
    if (missing.length > 0) fault(`got no ${names}, by which ${whose}`);
  }
  if (bad) return undefined;
  const at = new Map(
    [...REQUIRED, ...OPTIONAL].filter((name) => names.includes(name)).map((name) => [name, names.indexOf(name)]),
  );
  const knownBy = (factor: number) => fieldsBy(factor).flatMap(({ field }) => field ?? []);
  return {
    names,
    at,
    answers: at.has('5xx'),
    times: over.length > 0,
    slower: knownBy(1),
    slowerByFactor: new Map(
      factorsOf(compare)
        .map((factor) => [factor, knownBy(factor)] as const)
        .filter(([, fields]) => fields.length === TIMES.length),
    ),
  };
}

/** The column of what took longer than so many milliseconds. */
export const columnOver = (time: number): string => `over_${Number(time.toFixed(6))}`;

function near(name: string): string {
  return didYouMean(name, [...REQUIRED, ...OPTIONAL]);
}
