import { lookAtTraffic } from '../../../handlers/protocol/lambda/traffic.ts';
import type { AlarmState } from '../../../rollout/alarms.ts';
import { nextStep, type Allowance, type NextStep } from '../../../rollout/bake/next-step.ts';
import { judge } from '../../../rollout/bake/verdict.ts';
import { factorsOf } from '../../../rollout/lambda/minutes.ts';
import type { CheckArgs } from '../../../statemachine/contract/rows/check.ts';
import { DEFAULT_PLAN, leavesSomeBeside, type Plan, type Step } from '../../../statemachine/contract/plan.ts';
import { isOn, type AlarmRules, type Metrics } from '../alarms.ts';
import { SLOWER } from '../times.ts';
import { SILENT, type Side } from '../minutes.ts';
import type { Action, Release, Strategy, View } from '../simulate.ts';
import { PublishedMinutes, RELEASED_BEFORE } from './published.ts';

export interface ProjectOptions {
  readonly name: string;
  /** Where the last weight is below 100, everything follows it, settles, and is promoted. */
  readonly steps: readonly Step[];
  readonly alarms: AlarmRules;
  readonly minRequests: number;
  readonly allowance: Allowance;
  readonly compare: Plan['compare'];
  /** Nothing is known of how production was when it was as new. @default false */
  readonly firstRelease?: boolean;
}

const EXECUTION = { id: 'release', redrives: 0 };
const PRODUCTION = '1';
const AT_REST = { revision: 1 };
const RELEASED_ONCE = {
  ...AT_REST,
  lastPromoted: PRODUCTION,
  lastPromotedClaimedAt: RELEASED_BEFORE.toISOString(),
};

/** Claim, smoke test and first shift; and what a check takes beside its waiting, as docs/try.md shows. */
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
    alsoBy: options.compare === false ? [] : factorsOf(options.compare).filter((factor) => factor !== SLOWER),
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

  async act(now: number, view: View): Promise<Action> {
    if (this.step === -1) return this.shift(now, 0);
    if (this.step === 'following') return this.promote(now);
    if (this.step === 'promoting') {
      this.step = 'watching';
      this.shiftedAt = now;
      this.returnMinute = Math.floor(now / 60);
      this.nextAt = now + DEFAULT_PLAN.settleSeconds + CHECK_SECONDS;
      return {};
    }
    const next = await this.check(now, this.step, view);
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

  private async check(now: number, step: number | 'watching', view: View): Promise<NextStep> {
    const subject = step === 'watching' ? 'production' : 'canary';
    const args = this.checkArgs(step);
    const settledAt = this.shiftedAt + args.settleSeconds;
    const verdict = judge({
      subject,
      expected: args.alarms,
      alarms: [this.alarmState(subject)],
      minRequests: args.minRequests,
      shiftedAt: dateOf(this.shiftedAt),
      ...(await lookAtTraffic(
        { minutes: new PublishedMinutes(view) },
        args,
        this.options.firstRelease ? AT_REST : RELEASED_ONCE,
        dateOf(settledAt),
        dateOf(now),
      )),
    });
    return nextStep(verdict, now - settledAt, args, this.options.allowance);
  }

  /** As the machine passes them. */
  private checkArgs(step: number | 'watching'): CheckArgs {
    const { compare, minRequests, steps } = this.options;
    const watching = step === 'watching';
    const { weight = 0, bakeSeconds = 0 } = (watching ? undefined : steps[step]) ?? {};
    return {
      execution: EXECUTION,
      version: '2',
      previousVersion: PRODUCTION,
      subject: watching ? 'production' : 'canary',
      weight,
      shiftedAt: dateOf(this.shiftedAt).toISOString(),
      settleSeconds: DEFAULT_PLAN.settleSeconds,
      bakeSeconds: watching ? DEFAULT_PLAN.watchSeconds : bakeSeconds,
      extendSeconds: DEFAULT_PLAN.extendSeconds,
      minRequests: watching ? 0 : minRequests,
      alarms: [watching ? 'production' : 'canary'],
      answersFrom: 'target-group-metrics',
      ...(compare !== false && {
        compare: {
          ...compare,
          firstShiftedAt: dateOf(this.firstShiftedAt).toISOString(),
          ...(leavesSomeBeside({ steps }) && { neverAlone: true }),
        },
      }),
    };
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

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}
