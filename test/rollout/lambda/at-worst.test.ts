import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Count } from '../../../rollout/evidence/counts.ts';
import { atWorst } from '../../../rollout/lambda/at-worst.ts';

const minutes = (...bad: readonly number[]): Count[] => bad.map((each) => ({ requests: 100, bad: each }));
const during: Count = { requests: 1000, bad: 20 };

describe('what production is remembered for', () => {
  it('is the stretch in which it was worst, as long as the canary is alone', () => {
    expect(atWorst(during, minutes(0, 9, 9, 9, 9, 9, 9, 0, 0), 6)).toEqual({ requests: 600, bad: 54 });
  });

  it('is five minutes at least, and all of them', () => {
    expect(atWorst(during, minutes(0, 50, 0, 0, 0, 0), 1)).toEqual({ requests: 500, bad: 50 });
    expect(atWorst(during, minutes(50, 0, 0, 0, 0), 1)).toEqual({ requests: 500, bad: 50 });
    expect(atWorst(during, minutes(50, 50, 50, 50), 1)).toEqual(during);
  });

  it('is what it did during the release where that was worse, or nobody asked', () => {
    expect(atWorst(during, minutes(1, 1, 1, 1, 1, 1), 5)).toEqual(during);
    expect(atWorst(during, [], 5)).toEqual(during);
  });

  it('is never a smaller share than during the release', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { maxLength: 30 }), fc.integer({ min: 1, max: 10 }), (bad, length) => {
        const { requests, bad: worst } = atWorst(during, minutes(...bad), length);
        expect(worst / requests).toBeGreaterThanOrEqual(during.bad / during.requests);
      }),
    );
    expect.hasAssertions();
  });
});
