const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/**
 * The period of a `rate(...)` expression in milliseconds.
 *
 * @throws Error for cron expressions, which are not supported, and for anything EventBridge would not take
 */
export function parseRate(expression: string): number {
  if (expression.startsWith('cron('))
    throw new Error(`${expression}: cron expressions are not supported, rate(...) is`);
  const match = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  const [, value, unit, plural] = match ?? [];
  // One of a unit is written without s, several with it; AWS refuses the other form.
  if (value === undefined || (value === '1') !== (plural === ''))
    throw new Error(`got ${expression}, a form such as rate(1 minute) or rate(5 minutes) is expected`);
  return Number(value) * UNIT_MS[unit as keyof typeof UNIT_MS];
}
