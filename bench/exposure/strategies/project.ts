import type { AlarmState } from '../../../rollout/alarms.ts';
import { nextStep, type Allowance } from '../../../rollout/bake/next-step.ts';
import { judge, NOT_COUNTED } from '../../../rollout/bake/verdict.ts';
import { DEFAULT_PLAN, type Plan, type Step } from '../../../statemachine/contract/plan.ts';
import { isOn, type AlarmRules, type Metrics } from '../alarms.ts';
import { SILENT, type Side } from '../minutes.ts';
import type { Action, Release, Strategy, View } from '../simulate.ts';
import { look } from './look.ts';

export interface ProjectOptions {
  readonly name: string;
  /** Where the last weight is below 100, everything follows it, settles, and is promoted. */
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
    times: options.compare === false ? 'none' : 'by factor',
    start: (startedAt) => new ProjectRelease(options, startedAt),
  };
}

class ProjectRelease implements Release {
  nextAt: number | undefined;
  private readonly options: ProjectOptions;
  /**
   * Index of the step that bakes; -1 before the first, `following` while all the rest goes to the canary, `promoting`
   * while the alias moves, `watching` at the end.
   */
  private step: number | 'following' | 'promoting' | 'watching' = -1;
  private shiftedAt = 0;
  private firstShiftedAt = 0;
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
    if (this.step === 'following') return this.promote(now);
    if (this.step === 'promoting') {
      this.step = 'watching';
      this.shiftedAt = now;
      this.returnMinute = Math.floor(now / 60);
      this.nextAt = now + DEFAULT_PLAN.settleSeconds + CHECK_SECONDS;
      return {};
    }
    const next = this.check(now, this.step, view);
    if (next === 'roll back') return { ended: 'rolled back' };
    if (next === 'hold') return { ended: 'held' };
    if (next === 'keep baking') {
      this.nextAt = now + CHECK_SECONDS;
      return {};
    }
    if (this.step === 'watching') return { ended: 'promoted' };
    if (this.step + 1 < this.options.steps.length) return this.shift(now, this.step + 1);
    if (this.options.steps[this.step]?.weight === 100) return this.promote(now);
    this.step = 'following';
    this.nextAt = now + DEFAULT_PLAN.settleSeconds;
    return { weight: 100 };
  }

  private promote(now: number): Action {
    this.step = 'promoting';
    this.nextAt = now + DEFAULT_PLAN.settleSeconds;
    return {};
  }

  private shift(now: number, step: number): Action {
    if (step === 0) this.firstShiftedAt = now;
    this.step = step;
    this.shiftedAt = now;
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
      minRequests: step === 'watching' ? 0 : this.options.minRequests,
      shiftedAt: dateOf(this.shiftedAt),
      requests: step === 'watching' ? NOT_COUNTED : requestsSince(settledAt, view),
      ...(step !== 'watching' &&
        this.options.compare !== false &&
        look(view, {
          compare: this.options.compare,
          weight: this.options.steps[step]?.weight ?? 0,
          firstShiftedAt: this.firstShiftedAt,
          shiftedAt: this.shiftedAt,
          settledAt,
          now,
        })),
    });
    const bakeSeconds = step === 'watching' ? DEFAULT_PLAN.watchSeconds : (this.options.steps[step]?.bakeSeconds ?? 0);
    return nextStep(
      verdict,
      now - settledAt,
      { bakeSeconds, extendSeconds: DEFAULT_PLAN.extendSeconds },
      this.options.allowance,
    );
  }

  private alarmState(side: 'canary' | 'production'): AlarmState {
    return { name: side, state: this.on[side] ? 'ALARM' : 'OK', reason: '', since: dateOf(this.since[side]) };
  }

  private readonly canaryMetrics: Metrics = ({ canary }, minute) => (minute < this.returnMinute ? canary : SILENT);

  private readonly productionMetrics: Metrics = ({ canary, production }, minute) =>
    minute < this.returnMinute ? production : both(canary, production);
}

function both(one: Side, other: Side): Side {
  return { ...SILENT, requests: one.requests + other.requests, errors: one.errors + other.errors };
}

/** In whole minutes, as far as they are shown. */
function requestsSince(seconds: number, { minutes, shown }: View): number {
  return minutes.slice(Math.floor(seconds / 60) + 1, shown).reduce((sum, { canary }) => sum + canary.requests, 0);
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
