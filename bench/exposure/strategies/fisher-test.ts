import { logFactorial } from '../chance.ts';

export interface Table {
  readonly requests: number;
  readonly bad: number;
}

/**
 * Fisher's exact test, one-sided: the chance that so many or more of all the bad requests are on the first side, if
 * both sides are alike.
 */
export function fisher(canary: Table, production: Table): number {
  const all = canary.requests + production.requests;
  const bad = canary.bad + production.bad;
  const most = Math.min(bad, canary.requests);
  const constant = logChoose(all, bad);
  let sum = 0;
  for (let k = canary.bad; k <= most; k += 1) {
    const term = Math.exp(logChoose(canary.requests, k) + logChoose(production.requests, bad - k) - constant);
    sum += term;
    // Beyond its middle the distribution only falls.
    if (term < 1e-12 * sum && k > (canary.requests * bad) / all) break;
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
