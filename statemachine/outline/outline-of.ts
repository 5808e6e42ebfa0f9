import type { RolloutFunction } from '../contract/functions.ts';
import { hooksAt, hooksBeforeUsers, hooksTakeAtMost } from '../contract/hooks.ts';
import { StateName } from '../contract/names.ts';
import { mostHolds } from '../contract/pauses.ts';
import { leavesSomeBeside, type Plan, type Step } from '../contract/plan.ts';
import { provisions, READY_CHECK_SECONDS, READY_WITHIN_SECONDS, USUALLY_READY_SECONDS } from '../contract/provision.ts';
import type { Loop, Outline, Part, Stage } from './outline.ts';
import { ADVANCE_RETRIES, CONFIRM_RETRIES, LAMBDA_RECOVERS_SECONDS, ROLL_BACK_RETRIES } from './retries.ts';
import { apiCall, choice, endsBadly, endsWell, task, wait } from './states.ts';

/**
 * The outline of the machine that a plan makes. Whoever changes the states of the machine changes them here too: the
 * two are compared state by state.
 */
export function outlineOf(plan: Plan, { existingListener = false } = {}): Outline {
  return {
    ...(existingListener && { listener: ofListener(plan) }),
    release: [
      begin(plan),
      ...plan.steps.map((each) => step(plan, each)),
      ...(leavesSomeBeside(plan) ? [stage('step', 100, shifting(plan, 100))] : []),
      promotion(plan),
      watch(plan),
      end(),
    ],
    revert: revert(plan),
    goOn: stage('go on', 0, [advancing(StateName.goOn, 'goOn'), endsWell(StateName.told)]),
    rollback: rollback(plan),
    withoutLambda: withoutLambda(existingListener),
    otherwise: otherwise(),
    holds: { most: mostHolds(plan), seconds: plan.holdSeconds },
  };
}

const stage = (kind: Stage['kind'], weight: number, parts: readonly Part[]): Stage => ({ kind, weight, parts });

/** A task on the way forward. */
const advancing = (name: string, invokes: RolloutFunction) => task(name, invokes, ADVANCE_RETRIES);

/** As long as alarms must be quiet; longer, where nobody can say. */
const watching = (
  plan: Plan,
  seconds: number,
  [pause, check, healthy]: readonly [string, string, string],
  ask?: { readonly name: string; readonly mostSeconds: number },
): Loop => ({
  type: 'loop',
  begins: 'with a wait',
  wait: [wait(pause, plan.checkSeconds)],
  look: [...(ask ? [advancing(ask.name, 'askHooks')] : []), advancing(check, 'check'), choice(healthy)],
  seconds,
  mostSeconds: seconds + plan.extendSeconds + (ask?.mostSeconds ?? 0),
});

/** Until the version's provisioned concurrency is ready. */
function provisioning(plan: Plan): readonly Loop[] {
  if (!provisions(plan)) return [];
  return [
    {
      type: 'loop',
      begins: 'with a look',
      look: [advancing(StateName.provision, 'provision'), choice(StateName.provisioned)],
      wait: [wait(StateName.waitForConcurrency, READY_CHECK_SECONDS)],
      seconds: USUALLY_READY_SECONDS,
      mostSeconds: READY_WITHIN_SECONDS,
    },
  ];
}

/** Until every hook of before the first user lets the release on; at once, if all goes well. */
function askingBeforeUsers(plan: Plan): readonly Loop[] {
  const hooks = hooksBeforeUsers(plan);
  if (hooks.length === 0) return [];
  return [
    {
      type: 'loop',
      begins: 'with a look',
      look: [advancing(StateName.askBeforeUsers, 'askHooks'), choice(StateName.letOn)],
      wait: [wait(StateName.waitForHooks, plan.checkSeconds)],
      seconds: 0,
      mostSeconds: hooksTakeAtMost(hooks, plan.holdSeconds),
    },
  ];
}

function askingAt(plan: Plan, weight: number) {
  const hooks = hooksAt(plan, weight);
  if (hooks.length === 0) return undefined;
  return { name: StateName.askHooks(weight), mostSeconds: hooksTakeAtMost(hooks, plan.holdSeconds) };
}

const begin = (plan: Plan): Stage =>
  stage('begin', 0, [
    choice(StateName.entry),
    advancing(StateName.claim, 'claim'),
    choice(StateName.anythingNew),
    advancing(StateName.smokeTest, 'smokeTest'),
    ...provisioning(plan),
    ...askingBeforeUsers(plan),
  ]);

const shifting = ({ settleSeconds }: Plan, weight: number): readonly Part[] => [
  advancing(StateName.shift(weight), 'shift'),
  wait(StateName.settle(weight), settleSeconds),
];

const step = (plan: Plan, { weight, bakeSeconds }: Step): Stage =>
  stage('step', weight, [
    ...shifting(plan, weight),
    {
      ...watching(
        plan,
        bakeSeconds,
        [StateName.bake(weight), StateName.check(weight), StateName.healthy(weight)],
        askingAt(plan, weight),
      ),
      ...(plan.pausedCheckSeconds !== undefined && {
        paused: wait(StateName.paused(weight), plan.pausedCheckSeconds),
      }),
    },
  ]);

const promotion = ({ settleSeconds }: Plan): Stage =>
  stage('promotion', 100, [
    advancing(StateName.promote, 'promote'),
    wait(StateName.settlePromotion, settleSeconds),
    advancing(StateName.confirmProduction, 'smokeTest'),
    advancing(StateName.returnTraffic, 'shift'),
    wait(StateName.settleReturn, settleSeconds),
  ]);

const watch = (plan: Plan): Stage =>
  stage('watch', 0, [
    watching(plan, plan.watchSeconds, [StateName.watch, StateName.checkProduction, StateName.productionHealthy]),
  ]);

const end = (): Stage => stage('end', 0, [advancing(StateName.close, 'close'), endsWell(StateName.promoted)]);

const revert = (plan: Plan): Stage =>
  stage('revert', 0, [
    advancing(StateName.claimRevert, 'claim'),
    choice(StateName.anythingToRevert),
    ...(provisions(plan) ? [task(StateName.provisionPrevious, 'provision', [])] : []),
    task(StateName.wakePrevious, 'smokeTest', []),
    advancing(StateName.revert, 'revert'),
    wait(StateName.settleRevert, plan.settleSeconds),
    advancing(StateName.confirmRevert, 'smokeTest'),
    watching(plan, plan.watchSeconds, [StateName.watchRevert, StateName.checkRevert, StateName.revertWatched]),
    advancing(StateName.closeRevert, 'close'),
    endsWell(StateName.reverted),
  ]);

const rollback = (plan: Plan): Stage =>
  stage('rollback', 0, [
    ...rollingBack(plan),
    wait(StateName.settleRollback, plan.settleSeconds),
    task(StateName.confirmRollback, 'confirm', CONFIRM_RETRIES),
    choice(StateName.everythingBack),
    task(StateName.announce, 'close', CONFIRM_RETRIES),
    choice(StateName.whoAsked),
    endsBadly(StateName.rolledBack),
  ]);

/** Once; or, where the plan says so, again and again while production is broken too. */
function rollingBack({ brokenProductionHoldSeconds, checkSeconds }: Plan): readonly Part[] {
  const look = [task(StateName.rollBack, 'rollBack', ROLL_BACK_RETRIES), choice(StateName.rollbackFound)];
  if (brokenProductionHoldSeconds === 0) return look;
  return [
    {
      type: 'loop',
      begins: 'with a look',
      look,
      wait: [wait(StateName.standBy, checkSeconds)],
      seconds: 0,
      mostSeconds: brokenProductionHoldSeconds,
    },
  ];
}

const ofListener = ({ settleSeconds }: Plan): Stage =>
  stage('listener', 0, [
    advancing(StateName.claimListener, 'listener'),
    choice(StateName.listenerClaimed),
    advancing(StateName.askProduction, 'smokeTest'),
    advancing(StateName.writeListener, 'listener'),
    wait(StateName.settleListener, settleSeconds),
    advancing(StateName.closeListener, 'listener'),
    endsWell(StateName.listenerChanged),
    endsWell(StateName.nothingOfListener),
  ]);

const withoutLambda = (existingListener: boolean): Stage =>
  stage('without Lambda', 0, [
    apiCall(StateName.readRecord),
    choice(StateName.whoseRollout),
    apiCall(StateName.revoke),
    ...(existingListener ? [apiCall(StateName.readListener), choice(StateName.whoseListener)] : []),
    apiCall(StateName.returnWithoutLambda),
    wait(StateName.waitForLambda, LAMBDA_RECOVERS_SECONDS),
  ]);

const otherwise = (): Stage =>
  stage('otherwise', 0, [
    endsBadly(StateName.refused),
    endsWell(StateName.nothingToRelease),
    endsWell(StateName.nothingToRevert),
    endsWell(StateName.rolledBackAsAsked),
    endsWell(StateName.nothingToRollBack),
    endsBadly(StateName.failed),
    choice(StateName.rollbackBroke),
    endsBadly(StateName.notUnderstood),
    endsBadly(StateName.leftToWatchdog),
    endsBadly(StateName.rollbackFailed),
  ]);
