import { expect, it } from 'vitest';
import { seededChance } from '../../../bench/exposure/chance.ts';
import { drawByFactor, lognormal } from '../../../bench/exposure/times.ts';
import { TIMES } from '../../../rollout/lambda/minutes.ts';

const times = lognormal(40, 0.5);
const REQUESTS = 200_000;

it('draws the same requests beyond the times of every factor, each with its own share', () => {
  const drawn = drawByFactor(seededChance(3), REQUESTS, { times, factors: [1.5, 1], slowness: 2 });
  const limits = [1.5, 1].flatMap((factor, k) =>
    TIMES.map((time, i) => ({ limit: time * factor, count: drawn[k]?.[i] ?? 0 })),
  );
  limits.sort((one, other) => one.limit - other.limit);
  limits.forEach(({ limit, count }, at) => {
    // Who is beyond a longer time is beyond the shorter one of the other factor too.
    expect(count).toBeLessThanOrEqual(limits[at - 1]?.count ?? REQUESTS);
    const share = times.beyond(limit / 2);
    expect(Math.abs(count / REQUESTS - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share) + 1e-5) / REQUESTS));
  });
});
