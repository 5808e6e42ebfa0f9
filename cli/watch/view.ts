import type { Weights } from '../../rollout/weights.ts';
import { Alias, StateName } from '../../statemachine/contract/names.ts';
import { waitingIn } from '../../statemachine/outline/healthy.ts';
import { statesOf, type Outline } from '../../statemachine/outline/outline.ts';
import type { LiveAlarm, Traffic, TrafficMinute } from '../ports.ts';
import type { Chapter } from '../story/chapter.ts';
import { alarmsOf, type Definition } from '../story/definition.ts';
import { legLabel, legStages } from '../story/legs.ts';
import { timetable } from '../story/time-left.ts';
import { goesOn, isBad, titleOf, type WatchedRollout } from './title.ts';

/** What is known of a release at one moment. */
export interface Situation {
  readonly now: number;
  readonly execution: string;
  readonly startedAt: number;
  /** When the execution ended, by whoever's doing; undefined while it runs. */
  readonly stoppedAt: number | undefined;
  readonly state: string;
  readonly entered: ReadonlyMap<string, number>;
  readonly definition: Definition;
  /** Of the machine with that definition. */
  readonly outline: Outline;
  readonly chapter: Chapter;
  /** Undefined before it has claimed, and where it never did. */
  readonly rollout: WatchedRollout | undefined;
  /** Undefined when the listener does something else than splitting over the two groups. */
  readonly weights: Weights | undefined;
  readonly alarms: readonly LiveAlarm[];
  readonly traffic: Traffic;
}

export interface StepView {
  readonly label: string;
  /** Of its waiting, 0 to 1. */
  readonly share: number;
  readonly phase: 'done' | 'now' | 'ahead';
  readonly seconds: number;
}

export interface VersionView {
  readonly label: string;
  readonly requests: number;
  readonly errors: number;
}

export interface View {
  readonly now: number;
  readonly execution: string;
  readonly startedAt: number;
  readonly title: string;
  readonly tone: 'plain' | 'bad';
  readonly state: string;
  /** Until it is through, if all goes well; undefined when nobody can say. */
  readonly secondsLeft: number | undefined;
  readonly steps: readonly StepView[];
  readonly weights: Weights | undefined;
  readonly versions: readonly VersionView[];
  readonly alarms: readonly LiveAlarm[];
  /** Alarms that must watch and do not exist. */
  readonly missingAlarms: readonly string[];
}

export function viewOf(situation: Situation): View {
  const { alarms, chapter, definition, execution, now, rollout, startedAt, state, stoppedAt, weights } = situation;
  const found = new Set(alarms.map(({ name }) => name));
  return {
    now,
    execution,
    startedAt,
    title: titleOf(rollout, chapter),
    tone: isBad(chapter) ? 'bad' : 'plain',
    state,
    secondsLeft: stoppedAt === undefined && goesOn(chapter) ? secondsLeft(situation) : undefined,
    steps: rollout?.kind === 'revert' ? [] : stepsOf(situation),
    weights,
    versions: versionsOf(situation),
    alarms,
    missingAlarms: alarmsOf(definition).filter((name) => !found.has(name)),
  };
}

/** Where a leg of the way begins, and how long it waits. */
interface Leg {
  readonly label: string;
  readonly first: string;
  readonly seconds: number;
}

/** The steps of a healthy release, the promotion and the watch behind it. */
function legsOf(outline: Outline): readonly Leg[] {
  return legStages(outline).map((stage) => ({
    label: legLabel(stage),
    first: statesOf(stage.parts)[0]?.name ?? '',
    seconds: waitingIn(stage.parts),
  }));
}

function stepsOf({ outline, entered, now, state, stoppedAt }: Situation): StepView[] {
  const legs = legsOf(outline);
  // What a rollback cut off is not over, and does not grow any more.
  const until = entered.get(StateName.rollBack) ?? stoppedAt ?? now;
  const closed = entered.has(StateName.close) || state === StateName.promoted;
  return legs.map(({ first, label, seconds }, i) => {
    const from = entered.get(first);
    const next = legs[i + 1]?.first;
    if (from === undefined) return { label, seconds, share: 0, phase: 'ahead' };
    if (next === undefined ? closed : entered.has(next)) return { label, seconds, share: 1, phase: 'done' };
    return {
      label,
      seconds,
      share: seconds <= 0 ? 0 : Math.min(1, Math.max(0, (until - from) / 1000 / seconds)),
      phase: 'now',
    };
  });
}

function secondsLeft({ outline, entered, now }: Situation): number | undefined {
  const reached = [...timetable(outline)].filter(([state]) => entered.has(state)).sort(([, a], [, b]) => a - b)[0];
  if (reached === undefined) return undefined;
  const [state, left] = reached;
  return Math.max(0, left - (now - (entered.get(state) ?? now)) / 1000);
}

/** Both aliases run the new version from the promotion on, so production's minutes are split there. */
function versionsOf({ entered, rollout, traffic }: Situation): VersionView[] {
  const promotedAt =
    rollout?.kind === 'revert' ? entered.get(StateName.revert) : entered.get(StateName.settlePromotion);
  const before = traffic.production.filter(({ at }) => promotedAt === undefined || at < promotedAt);
  const after = traffic.production.filter(({ at }) => promotedAt !== undefined && at >= promotedAt);
  const subject = rollout?.kind === 'revert' ? after : [...traffic.canary, ...after];
  return [
    { label: labelOf(rollout?.previousVersion, Alias.production), ...sum(before) },
    { label: labelOf(rollout?.version, Alias.canary), ...sum(subject) },
  ];
}

function labelOf(version: string | undefined, alias: Alias): string {
  return version === undefined ? alias : `version ${version}`;
}

function sum(minutes: readonly TrafficMinute[]): Pick<VersionView, 'requests' | 'errors'> {
  return minutes.reduce(
    (total, { requests, errors }) => ({ requests: total.requests + requests, errors: total.errors + errors }),
    { requests: 0, errors: 0 },
  );
}
