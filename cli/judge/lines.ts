import type { AliasMinute } from '../../rollout/lambda/minutes.ts';
import type { Columns } from './columns.ts';

/** What one line says: one side of one minute. */
export interface Line {
  /** Of the file, from 1 on. */
  readonly number: number;
  readonly minute: Date;
  readonly side: 'canary' | 'production';
  readonly counts: AliasMinute;
}

/** A minute's start, in UTC; undefined for anything else, and for a day that there is not. */
export function minuteIn(text: string): Date | undefined {
  if (!MINUTE.test(text)) return undefined;
  const minute = new Date(text);
  return Number.isNaN(minute.getTime()) || !minute.toISOString().startsWith(text.slice(0, 16)) ? undefined : minute;
}

const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:00(\.0+)?)?Z$/;
const COUNT = /^\d+(\.\d+)?$/;

/** @returns nothing where the line says something that it should not; `found` has heard all of it */
export function lineOf(row: string, columns: Columns, found: (words: string) => void, number: number): readonly Line[] {
  const fields = row.split(',').map((field) => field.trim());
  if (fields.length !== columns.names.length) {
    found(`got ${fields.length} fields, expected ${columns.names.length}, as many as there are columns`);
    return [];
  }
  let bad = false;
  const fault = (words: string) => {
    bad = true;
    found(words);
  };
  const field = (name: Parameters<Columns['at']['get']>[0]) => fields[columns.at.get(name) ?? -1] ?? '';
  const count = (at: number, name = columns.names[at] ?? '') => {
    const text = fields[at] ?? '';
    if (!COUNT.test(text)) fault(`${name}: got ${JSON.stringify(text)}, expected a number that is 0 or more`);
    return Number(text);
  };
  const atMost = (name: string, value: number, most: number, of: string) => {
    if (value > most) fault(`${name}: got ${value}, expected at most the ${most} of ${of}`);
  };
  const minute = minuteIn(field('minute'));
  if (minute === undefined)
    fault(`minute: got ${JSON.stringify(field('minute'))}, expected the start of one such as 2026-11-01T10:00Z`);
  const side = field('side');
  if (side !== 'canary' && side !== 'production') {
    fault(`side: got ${JSON.stringify(side)}, expected canary or production`);
    return [];
  }
  const of = (name: 'invocations' | 'errors' | 'answers' | '5xx', unless: number) => {
    const at = columns.at.get(name);
    return at === undefined ? unless : count(at);
  };
  const invocations = of('invocations', 0);
  const errors = of('errors', 0);
  const requests = of('answers', columns.answers ? invocations : 0);
  const serverErrors = of('5xx', 0);
  atMost('errors', errors, invocations, 'invocations');
  atMost('5xx', serverErrors, requests, columns.at.has('answers') ? 'answers' : 'invocations');
  const slowerIn = (at: readonly number[]) => {
    const slower = at.map((each) => count(each));
    slower.forEach((value, i) => {
      const [own = 0, before] = [at[i], at[i - 1]];
      const shorter = before === undefined ? 'invocations' : (columns.names[before] ?? '');
      atMost(columns.names[own] ?? '', value, slower[i - 1] ?? invocations, shorter);
    });
    return slower;
  };
  const times =
    side === 'production'
      ? { slower: slowerIn(columns.slower), slowerByFactor: {} }
      : {
          slower: [],
          slowerByFactor: Object.fromEntries([...columns.slowerByFactor].map(([by, at]) => [by, slowerIn(at)])),
        };
  if (bad || minute === undefined) return [];
  return [{ number, minute, side, counts: { invocations, errors, requests, serverErrors, ...times } }];
}
