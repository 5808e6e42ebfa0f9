import * as fc from 'fast-check';
import type { BakedCheck, Pause } from '../../../rollout/pause/pause.ts';
import type { PauseSituation } from '../../../rollout/pause/decide.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import type { PauseReason } from '../../../statemachine/contract/pauses.ts';

export const WHYS = Object.keys(REASONS) as readonly PauseReason[];

const BOTH = [true, false];

/** Every check there can be, as far as a reason may ask. */
export const CHECKS: readonly BakedCheck[] = (['advance', 'keep baking', 'roll back', 'hold'] as const).flatMap(
  (otherwise) =>
    BOTH.flatMap((asked) =>
      BOTH.flatMap((blind) =>
        BOTH.flatMap((approve) =>
          BOTH.flatMap((pauseAsked) =>
            BOTH.map((hookFailed) => ({ otherwise, asked, blind, approve, pauseAsked, hookFailed })),
          ),
        ),
      ),
    ),
);

const weight = fc.integer({ min: 1, max: 100 });
const time = fc
  .date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2027-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Any pause that a record can tell of, whether or not its reason begins at such a weight today. */
export const anyPause: fc.Arbitrary<Pause> = fc.record(
  {
    at: weight,
    why: fc.constantFrom(...WHYS),
    since: time,
    found: fc.constantFrom('4 requests seen (19 needed)', 'alarm a has no data'),
    told: fc.boolean(),
  },
  { requiredKeys: ['at', 'why', 'since', 'told'] },
);

export const anyAskedWeight = fc.option(weight, { nil: undefined });

/** A healthy weight whose bake is over, and which nothing pauses. */
export const healthyAt30 = (over: Partial<PauseSituation>): PauseSituation => ({
  at: 30,
  pause: undefined,
  asked: false,
  blind: false,
  approve: false,
  pauseAsked: false,
  told: undefined,
  ownRoom: true,
  otherwise: 'advance',
  verdict: { verdict: 'healthy', error: 'CanaryRolledBack', reasons: ['because'], onlyOverruled: false },
  plan: { holdSeconds: 3600 },
  now: new Date('2026-01-05T09:06:30.000Z'),
  ...over,
});
