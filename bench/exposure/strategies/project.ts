import type { AlarmState } from '../../../rollout/alarms.ts';
import { nextStep, type Allowance } from '../../../rollout/bake/next-step.ts';
import { judge, NOT_COUNTED } from '../../../rollout/bake/verdict.ts';
import type { Comparison } from '../../../rollout/evidence/comparison.ts';
import { comparisonsOf } from '../../../rollout/lambda/comparisons.ts';
import type { AliasMinute, ComparedMinute } from '../../../rollout/lambda/minutes.ts';
import { DEFAULT_PLAN, type Plan, type Step } from '../../../statemachine/contract/plan.ts';
import { isOn, type AlarmRules, type Metrics } from '../alarms.ts';
import type { Sample, Side } from '../service.ts';
import type { Action, Release, Strategy, View } from '../simulate.ts';

export interface ProjectOptions {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly alarms: AlarmRules;
  readonly minRequests: number;
  readonly allowance: Allowance;
  readonly compare: Plan['compare'];
}

/** Claim, smoke test and first shift; and what a check takes beside its waiting, both as the README's run shows. */
const BEGIN_SECONDS = 20;
const CHECK_SECONDS = DEFAULT_PLAN.checkSeconds + 3;

/** This project: its own decisions, on its own schedule. */
export function project(options: ProjectOptions): Strategy {
  const { errorsPercent, rateMinRequests } = options.alarms;
  const share =
    errorsPercent === 0
      ? 'that count errors whatever the traffic'
      : `that count errors which are more than ${errorsPercent} % of the requests`;
  const source = `rollout/; alarms ${share}, and a rate from ${rateMinRequests} requests in a minute on`;
  return {
    name: options.name,
    source,
    withTimes: options.compare !== false,
    start: (startedAt) => new ProjectRelease(options, startedAt),
  };
}

class ProjectRelease implements Release {
  nextAt: number | undefined;
  private readonly options: ProjectOptions;
  /** Index of the step that bakes; -1 before the first, `promoting` while the alias moves, `watching` at the end. */
  private step: number | 'promoting' | 'watching' = -1;
  private shiftedAt = 0;
  private readonly shifts: number[] = [];
  private returnMinute = Infinity;
  private readonly since = { canary: 0, production: 0 };
  private readonly on = { canary: false, production: false };

  constructor(options: ProjectOptions, startedAt: number) {
    this.options = options;
    this.nextAt = startedAt + BEGIN_SECONDS;
  }

  /** An alarm of the canary acts at once, by its rule; production's are looked at by the checks. */
  metrics(now: number, { minutes, shown }: View): Action {
    const of: Record<'canary' | 'production', Metrics> = {
      canary: this.canaryMetrics,
      production: this.productionMetrics,
    };
    for (const side of ['canary', 'production'] as const) {
      const on = isOn(this.options.alarms, minutes, shown, of[side]);
      if (on !== this.on[side]) this.since[side] = now;
      this.on[side] = on;
    }
    return this.on.canary && this.step !== -1 && this.step !== 'watching' ? { ended: 'rolled back' } : {};
  }

  act(now: number, view: View): Action {
    if (this.step === -1) return this.shift(now, 0);
    if (this.step === 'promoting') {
      this.step = 'watching';
      this.shiftedAt = now;
      this.returnMinute = Math.floor(now / 60);
      this.nextAt = now + DEFAULT_PLAN.settleSeconds + CHECK_SECONDS;
      return {};
    }
    const next = this.check(now, this.step, view);
    // A hold rolls back in the end: here nobody says "go on".
    if (next === 'roll back' || next === 'hold') return { ended: 'rolled back', enough: this.enough(this.step, view) };
    if (next === 'keep baking') {
      this.nextAt = now + CHECK_SECONDS;
      return {};
    }
    if (this.step === 'watching') return { ended: 'promoted' };
    if (this.step + 1 < this.options.steps.length) return this.shift(now, this.step + 1);
    this.step = 'promoting';
    this.nextAt = now + DEFAULT_PLAN.settleSeconds;
    return {};
  }

  private shift(now: number, step: number): Action {
    this.step = step;
    this.shiftedAt = now;
    this.shifts[step] = now;
    this.nextAt = now + DEFAULT_PLAN.settleSeconds + CHECK_SECONDS;
    return { weight: this.options.steps[step]?.weight ?? 0 };
  }

  private check(now: number, step: number | 'watching', view: View) {
    const subject = step === 'watching' ? 'production' : 'canary';
    const settledAt = this.shiftedAt + DEFAULT_PLAN.settleSeconds;
    const verdict = judge({
      subject,
      expected: [subject],
      alarms: [this.alarmState(subject)],
      requests:
        step === 'watching'
          ? NOT_COUNTED
          : minutesFrom(settledAt, view)
              .slice(1)
              .reduce((sum, { canary }) => sum + canary.requests, 0),
      minRequests: step === 'watching' ? 0 : this.options.minRequests,
      shiftedAt: dateOf(this.shiftedAt),
      ...(step !== 'watching' && { comparisons: this.compare(step, view) }),
    });
    const bakeSeconds = step === 'watching' ? DEFAULT_PLAN.watchSeconds : (this.options.steps[step]?.bakeSeconds ?? 0);
    return nextStep(
      verdict,
      now - settledAt,
      { bakeSeconds, extendSeconds: DEFAULT_PLAN.extendSeconds },
      this.options.allowance,
    );
  }

  /** The fewest minutes from which the comparison would have said the same. */
  private enough(step: number | 'watching', { minutes, shown }: View): number {
    let fewest = shown;
    if (step === 'watching') return fewest;
    while (fewest > 0 && this.compare(step, { minutes, shown: fewest - 1 }).some(({ outcome }) => outcome === 'worse'))
      fewest -= 1;
    return fewest;
  }

  private compare(step: number, view: View): readonly Comparison[] {
    const { compare, steps } = this.options;
    if (compare === false) return [];
    const from = Math.floor((this.shifts[0] ?? 0) / 60);
    const minutes = minutesFrom(this.shifts[0] ?? 0, view).map((sample, i) => trafficMinute(sample, from + i));
    return comparisonsOf({
      settings: compare,
      minutes,
      now: dateOf(view.shown * 60),
      ...(steps[step]?.weight === 100 && { aloneSince: dateOf(this.shiftedAt) }),
    });
  }

  private alarmState(side: 'canary' | 'production'): AlarmState {
    return { name: side, state: this.on[side] ? 'ALARM' : 'OK', reason: '', since: dateOf(this.since[side]) };
  }

  private readonly canaryMetrics: Metrics = ({ canary }, minute) =>
    minute < this.returnMinute ? canary : { requests: 0, errors: 0, slow: [] };

  private readonly productionMetrics: Metrics = ({ canary, production }, minute) =>
    minute < this.returnMinute
      ? production
      : { requests: canary.requests + production.requests, errors: canary.errors + production.errors, slow: [] };
}

/** The minutes from the one in which something began, as far as they are shown. */
function minutesFrom(seconds: number, { minutes, shown }: View): readonly Sample[] {
  return minutes.slice(Math.floor(seconds / 60), shown);
}

/** An error is an exception and an answer with 5XX in one. */
function trafficMinute({ canary, production }: Sample, minute: number): ComparedMinute {
  return { start: dateOf(minute * 60), canary: aliasMinute(canary), production: aliasMinute(production) };
}

function aliasMinute({ requests, errors, slow }: Side): AliasMinute {
  return { invocations: requests, errors, requests, serverErrors: errors, slower: slow, slowerByFactor: slow };
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
