import type { CheckArgs, VerdictName } from '../../statemachine/contract/rows/check.ts';
import type { Plan } from '../../statemachine/contract/plan.ts';
import type { Verdict } from './verdict.ts';

/** How long a verdict may be waited for, in seconds from the moment the weight had settled. */
export type Patience = Pick<CheckArgs, 'bakeSeconds' | 'extendSeconds'>;

/** What the plan allows beside its times. */
export interface Allowance {
  /** A healthy bake is over as soon as every comparison is certain. @default false */
  readonly endEarly?: boolean;
  /**
   * What an extended bake leads to that saw fewer requests than it needs and has nothing else against it. @default
   * 'roll back'
   */
  readonly tooFewRequests?: Plan['tooFewRequests'];
  /** The rollout may be held for what its verdict is blind to. @default false */
  readonly holdBlind?: boolean;
}

/** As the machine does it; and `hold`, which begins a pause: to the machine that is another turn of the bake. */
export type NextStep = 'advance' | 'keep baking' | 'roll back' | 'hold';

/**
 * | verdict      | while it bakes                              | `extendSeconds` more | then             |
 * |--------------|---------------------------------------------|----------------------|------------------|
 * | unhealthy    | roll back                                   | roll back            | roll back        |
 * | healthy      | keep baking; advance if certain, `endEarly` | advance              | advance          |
 * | inconclusive | keep baking                                 | keep baking          | roll back, or as |
 * |              |                                             |                      | `tooFewRequests` |
 *
 * What `tooFewRequests` leads to, by what else there is to doubt:
 *
 * |             | nothing, and some came | no request, or an alarm has no data | an alarm does not exist |
 * |-------------|------------------------|-------------------------------------|-------------------------|
 * | `roll back` | roll back              | roll back                           | roll back               |
 * | `advance`   | advance                | roll back                           | roll back               |
 * | `hold`      | hold                   | hold: it moves no request           | roll back               |
 *
 * Where a source counts nothing at all, or requests are unlike the weight, and every alarm exists: hold, if
 * `holdBlind`; never advance.
 */
export function nextStep(
  { verdict, error, certain, onlyFew, blind }: Pick<Verdict, 'verdict' | 'error' | 'certain' | 'onlyFew' | 'blind'>,
  watchedSeconds: number,
  { bakeSeconds, extendSeconds }: Patience,
  allowance: Allowance = {},
): NextStep {
  if (verdict === 'unhealthy') return 'roll back';
  if (verdict === 'healthy' && certain && allowance.endEarly === true) return 'advance';
  if (watchedSeconds < bakeSeconds) return 'keep baking';
  if (verdict === 'healthy') return 'advance';
  if (watchedSeconds < bakeSeconds + extendSeconds) return 'keep baking';
  const doubted = error === 'BlindToAnswers' || error === 'SplitUnlikeWeight';
  if (doubted && blind && allowance.holdBlind === true) return 'hold';
  if (error === 'NotEnoughTraffic' && allowance.tooFewRequests === 'hold') return 'hold';
  return onlyFew && allowance.tooFewRequests === 'advance' ? 'advance' : 'roll back';
}

/** Where a check is only told: the watch lasts its time, whatever it sees. */
export function reportStep(
  watchedSeconds: number,
  { bakeSeconds }: Pick<Patience, 'bakeSeconds'>,
): 'advance' | 'keep baking' {
  return watchedSeconds < bakeSeconds ? 'keep baking' : 'advance';
}

/**
 * What a check found and how far the bake is, as a sentence:
 * - `10 %: too early to judge, no requests seen (1 needed); baking 63 of 300 s`
 * - `10 %: healthy, 342 requests, 5 alarms OK; baking 180 of 300 s`
 * - `10 %: healthy, 342 requests, 5 alarms OK; held until somebody says go on, at most until 14:30Z`
 * - `10 %: still not to be judged, alarm x has no data; baking 310 s, at most 900 s`
 * @param standing what there is to say instead of how far the bake is
 */
export function describeCheck(
  { subject, weight, ...patience }: Pick<CheckArgs, 'subject' | 'weight'> & Patience,
  verdict: Verdict,
  watchedSeconds: number,
  standing?: string,
): string {
  const words =
    subject === 'canary'
      ? { at: `${weight} %`, noun: 'bake', doing: 'baking' }
      : { at: 'production', noun: 'watch', doing: 'watching' };
  const watched = Math.floor(Math.max(watchedSeconds, 0));
  const { bakeSeconds, extendSeconds } = patience;
  const judged =
    standing !== undefined && verdict.verdict === 'inconclusive'
      ? 'not to be judged now'
      : opinion(verdict.verdict, watched, patience);
  const found = `${words.at}: ${judged}, ${verdict.reasons.join(', ')}`;
  if (standing !== undefined) return `${found}; ${standing}`;
  if (watched < bakeSeconds) return `${found}; ${words.doing} ${watched} of ${bakeSeconds} s`;
  if (verdict.verdict !== 'inconclusive') return `${found}; the ${words.noun} of ${bakeSeconds} s is over`;
  const most = bakeSeconds + extendSeconds;
  return watched < most
    ? `${found}; ${words.doing} ${watched} s, at most ${most} s`
    : `${found}; given up after ${most} s`;
}

/**
 * Inconclusive is no word for somebody who wants to know whether to worry: early in a bake it is normal, late it is
 * not.
 */
function opinion(verdict: VerdictName, watched: number, { bakeSeconds, extendSeconds }: Patience): string {
  if (verdict !== 'inconclusive') return verdict;
  if (watched < bakeSeconds) return 'too early to judge';
  return watched < bakeSeconds + extendSeconds ? 'still not to be judged' : 'could not be judged';
}
