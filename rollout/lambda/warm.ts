import { counted } from '../../statemachine/contract/counted.ts';
import type { Smoke } from '../../statemachine/contract/smoke.ts';

/** How one GET of the canary went that is warmed. */
export interface Warmed {
  readonly path: string;
  /** Milliseconds that each answer took, in order; undefined for a status of 500, an exception or no answer. */
  readonly took: readonly (number | undefined)[];
}
type Warm = NonNullable<Smoke['warm']>;

/** Whether the newest answer came in time. */
export const inTime = ({ took }: Warmed, { withinMs }: Warm): boolean => (took.at(-1) ?? Infinity) <= withinMs;

/** What became of it, and no refusal: whether a canary that stays slow may go on, the comparison judges. */
export function toldOfWarmth(warmed: Warmed, warm: Warm): string {
  const { path, took } = warmed;
  const tries = counted(took.length, 'time');
  if (inTime(warmed, warm)) return `GET ${path} warm when asked ${tries}, ${took.at(-1)} ms`;
  return `GET ${path} asked ${tries} and not within ${warm.withinMs} ms, at last ${lastOf(took)}`;
}

function lastOf(took: Warmed['took']): string {
  if (took.length === 0) return 'no time left';
  const last = took.at(-1);
  return last === undefined ? 'no good answer' : `${last} ms`;
}
