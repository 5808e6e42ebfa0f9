/** Seconds from `from` to `to`; negative when `to` is earlier. */
export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}

export function addSeconds(time: Date, seconds: number): Date {
  return new Date(time.getTime() + seconds * 1000);
}

/**
 * A time as CloudWatch writes it in events and messages: `2026-01-05T09:00:00.000+0000`, an offset without a colon,
 * which ISO 8601's extended form does not have.
 * @returns undefined when it is not a time
 */
export function parseAwsTime(text: string): Date | undefined {
  const time = new Date(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** `14:30Z`, with the date when it is another day's. */
export function shortTime(time: Date, now: Date): string {
  const [day = '', clock = ''] = time.toISOString().split('T');
  const short = `${clock.slice(0, 5)}Z`;
  return now.toISOString().startsWith(day) ? short : `${day} ${short}`;
}
