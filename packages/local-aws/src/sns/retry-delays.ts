/**
 * How long SNS waits before it tries a function or a queue again, by the number of attempts made so far ("Message
 * delivery retries", AWS managed endpoints): 3 at once, 2 a second apart, 10 backing off from 1 to 20 s, then
 * every 20 s, 100,015 in all. Undefined when it gives up.
 */
export function retryDelayMs(attempts: number): number | undefined {
  if (attempts <= 3) return 0;
  if (attempts <= 5) return 1_000;
  if (attempts <= 15) return Math.min(20_000, 1_000 * 20 ** ((attempts - 6) / 9));
  return attempts <= 100_015 ? 20_000 : undefined;
}
