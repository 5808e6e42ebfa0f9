import { TIMES } from '../../rollout/lambda/minutes.ts';
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
  /** Fields that a side is compared by, in the order of the times. */
  readonly compared: Readonly<Record<'canary' | 'production', readonly number[]>>;
}

/** What times of each side are counted beyond: of the canary by so many times more. */
export const timesOf = (slowness: number) => ({ canary: TIMES.map((time) => time * slowness), production: [...TIMES] });

/** @returns undefined where the line says something that it should not; `found` has heard what */
export function columnsOf(line: string, slowness: number, found: (words: string) => void): Columns | undefined {
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
  const wanted = timesOf(slowness);
  const fieldOf = (time: number) => over.find((each) => Math.abs(each.time - time) < 1e-6 * time)?.field;
  for (const [side, times] of Object.entries(wanted)) {
    const missing = over.length === 0 ? [] : times.filter((time) => fieldOf(time) === undefined);
    if (missing.length > 0)
      fault(
        `got no ${missing.map((time) => `over_${Number(time.toFixed(6))}`).join(', ')}, by which ${side} is counted` +
          (side === 'canary' ? ` with slowness ${slowness}` : ''),
      );
  }
  if (bad) return undefined;
  const at = new Map(
    [...REQUIRED, ...OPTIONAL].filter((name) => names.includes(name)).map((name) => [name, names.indexOf(name)]),
  );
  const comparedBy = (times: readonly number[]) => (over.length === 0 ? [] : times.map((time) => fieldOf(time) ?? 0));
  return {
    names,
    at,
    answers: at.has('5xx'),
    times: over.length > 0,
    compared: { canary: comparedBy(wanted.canary), production: comparedBy(wanted.production) },
  };
}

function near(name: string): string {
  return didYouMean(name, [...REQUIRED, ...OPTIONAL]);
}
