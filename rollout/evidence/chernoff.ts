import type { Count } from './counts.ts';

/**
 * Kullback-Leibler divergence of two coins, in nats for each throw: what one request tells when the chance is `a`
 * rather than `b`.
 */
export function divergence(a: number, b: number): number {
  return term(a, b) + term(1 - a, 1 - b);
}

function term(a: number, b: number): number {
  return a === 0 ? 0 : a * Math.log(a / b);
}

/**
 * The chance that is not exceeded but with probability `alpha`: the largest u for which `bad` of `requests` or fewer
 * could still have been seen, by Chernoff's bound, requests x divergence(share, u) <= ln(1/alpha). Wider than Clopper
 * and Pearson's, and short. 1 without requests.
 */
export function upperBound({ requests, bad }: Count, alpha: number): number {
  if (requests === 0) return 1;
  const seen = bad / requests;
  const allowed = Math.log(1 / alpha) / requests;
  let low = seen;
  let high = 1;
  for (let i = 0; i < 50; i += 1) {
    const middle = (low + high) / 2;
    if (divergence(seen, middle) <= allowed) low = middle;
    else high = middle;
  }
  return high;
}
