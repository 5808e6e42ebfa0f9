/** RFC 3339 with an upper-case T, and Z or an offset ("Wait State" of the Amazon States Language). */
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}):\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since the epoch, or undefined for what is no time. `Date.parse` makes the second of March of the 30th of
 * February; AWS refuses a date that there is not, in a definition and out of an expression (recorded in tests of
 * LocalStack).
 */
export function timeOf(text: unknown): number | undefined {
  const [, date, hour] = typeof text === 'string' ? (TIMESTAMP.exec(text) ?? []) : [];
  if (date === undefined || !isDate(date) || Number(hour) > 23) return undefined;
  const time = Date.parse(String(text));
  return Number.isNaN(time) ? undefined : time;
}

function isDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

/** As the context object has it. */
export const isoTime = (time: number): string => new Date(time).toISOString();
