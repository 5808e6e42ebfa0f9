import { NOTHING, share, type Count } from '../evidence/counts.ts';

/** Shorter stretches than this would be chosen for their chance. */
const FEWEST_MINUTES = 5;

/**
 * What production is remembered for: what it did during the release, or in the stretch of its past in which it was
 * worst, whichever has the larger share. So a canary that is alone is compared with the past only beyond what
 * production itself did there: a dependency that is out for minutes now and then is nobody's fault.
 * @param minutes of the past, in order
 * @param length of the stretch, in minutes: as long as the canary has been alone
 */
export function atWorst(during: Count, minutes: readonly Count[], length: number): Count {
  const stretch = Math.max(length, FEWEST_MINUTES);
  let worst = during;
  let { requests, bad } = NOTHING;
  for (const [i, minute] of minutes.entries()) {
    const gone = minutes[i - stretch] ?? NOTHING;
    requests += minute.requests - gone.requests;
    bad += minute.bad - gone.bad;
    if (i + 1 >= stretch && share({ requests, bad }) > share(worst)) worst = { requests, bad };
  }
  return worst;
}
