/**
 * Chance of a false rollback by comparison in one release. Half of what a release may cost (1 in 1,000), because alarms may be wrong as well.
 */
export const RELEASE_ALPHA = 0.0005;

/**
 * The level of one series at one weight: whatever the steps and series, together they are wrong with chance `alpha` at most (Boole's inequality).
 * Where production is only remembered it is halved: the memory may be wrong too.
 */
export function levelOf(alpha: number, series: number, steps: number, remembered: boolean): number {
  return alpha / series / steps / (remembered ? 2 : 1);
}
