import { Choice, type IChainable, type State, type Wait } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';
import type { CheckArgs } from './contract/rows/check.ts';
import { leavesSomeBeside, type Plan } from './contract/plan.ts';
import { type Asking, askTask } from './hooks.ts';
import { EXECUTION, jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { advancesAtGate, is, rollbackAsAnswered, rollbackBecause, wait, type RolloutParts } from './parts.ts';
import { rollBackOnFailure, rollBackOnlyOn, task } from './task.ts';

/** A check that found somebody else at work. */
const TAKEN_AWAY = [ErrorName.ClaimLost, ErrorName.WeightsDrifted, ErrorName.VersionDrifted];

export interface CheckLoopProps {
  readonly waitName: string;
  readonly checkName: string;
  readonly healthyName: string;
  /** Where a pause waits, if the plan checks less often then. @default - as the bake does */
  readonly pausedName?: string | undefined;
  /** Whose alarms and traffic are judged. */
  readonly subject: CheckArgs['subject'];
  /** The canary's weight meanwhile. */
  readonly weight: number;
  /** How long it must stay healthy, in seconds. */
  readonly seconds: number;
  /** Fewest requests it must have served. @default - the plan's */
  readonly minRequests?: number | undefined;
  /** Hooks that are asked in each turn before the check, and whether they are done is told to it. @default - none */
  readonly ask?: Pick<Asking, 'hooks' | 'step'> & { readonly name: string };
  /** Whether somebody has to let it on. @default - it goes on by itself */
  readonly approve?: boolean | undefined;
  /** Where a healthy verdict leads. */
  readonly advance: IChainable;
  /** True where alarms are only told. @default - they roll back */
  readonly reportOnly?: true;
}

type Ask = NonNullable<CheckLoopProps['ask']>;

/**
 * Wait, check, and again until it has been long enough: many short waits rather than one long one, so that trouble,
 * and a rollback that began elsewhere, are noticed within one check. Uses the variables `version`,
 * `previousVersion` and `shiftedAt`, of a canary also `firstShiftedAt`.
 */
export function checkLoop(parts: RolloutParts, props: CheckLoopProps): State {
  const { scope, plan } = parts;
  const pause = wait(
    scope,
    props.waitName,
    plan.checkSeconds,
    `Alarms watch; the next look at them is in ${plan.checkSeconds} s`,
  );

  const check = task(parts, props.checkName, {
    comment: commentOf(props),
    invoke: 'check',
    args: {
      execution: EXECUTION,
      version: jsonata('$version'),
      previousVersion: jsonata('$previousVersion'),
      subject: props.subject,
      weight: props.weight,
      shiftedAt: jsonata('$shiftedAt'),
      settleSeconds: plan.settleSeconds,
      bakeSeconds: props.seconds,
      extendSeconds: plan.extendSeconds,
      minRequests: props.minRequests ?? plan.minRequests,
      alarms: props.subject === 'canary' ? parts.canaryAlarmNames : parts.productionAlarmNames,
      ...(props.subject === 'canary' && pauseArgs(plan, props)),
      ...(props.subject === 'canary' &&
        plan.compare !== false && {
          compare: {
            ...plan.compare,
            firstShiftedAt: jsonata('$firstShiftedAt'),
            ...(leavesSomeBeside(plan) && { neverAlone: true }),
          },
        }),
      ...answersFrom(parts, props),
      ...(props.ask && { hooks: jsonata('$hooks') }),
      ...(props.reportOnly && { reportOnly: true }),
    },
    retries: ADVANCE_RETRIES,
  });
  if (props.reportOnly) {
    // Only what says that production is not this rollout's any more; that nobody could look is no reason to go back to
    // what was reverted.
    rollBackOnlyOn(TAKEN_AWAY, check, parts.rollBack, props.advance);
  } else {
    rollBackOnFailure(check, parts.rollBack);
  }

  const healthy = Choice.jsonata(scope, props.healthyName, {
    comment: 'Healthy for the whole time leads on, too early to tell goes on watching; everything else rolls back',
    assign: rollbackAsAnswered(ErrorName.CanaryRolledBack, 'the check gave no reason'),
  });
  if (props.approve === true) {
    healthy
      .when(advancesAtGate, props.advance, { comment: 'Healthy, and let on by a person' })
      .when(is('$states.input.next', 'advance'), parts.rollBack, {
        comment: 'A function from before gates would let on what nobody approved',
        assign: rollbackBecause(ErrorName.CanaryRolledBack, 'nobody approved it: the check function is too old to ask'),
      });
  } else healthy.when(is('$states.input.next', 'advance'), props.advance, { comment: 'Healthy for long enough' });
  healthy.when(is('$states.input.next', 'keep baking'), pause, { comment: 'Not long enough yet' });
  const turn = props.ask ? askFirst(parts, props, props.ask) : check;
  const rarely = pausedWait(parts, props);
  if (rarely) {
    healthy.when(is('$states.input.next', 'paused'), rarely, { comment: 'Until somebody says go on' });
    rarely.next(turn);
  }
  healthy.otherwise(parts.rollBack);

  if (turn !== check) turn.next(check);
  check.next(healthy);
  pause.next(turn);
  return pause;
}

/** Nothing stands between a healthy check and what it leads to, so that hooks are asked before it. */
function askFirst(parts: RolloutParts, { weight, seconds }: CheckLoopProps, { name, ...ask }: Ask) {
  const { settleSeconds } = parts.plan;
  const bake = { shiftedAt: jsonata('$shiftedAt'), settleSeconds, bakeSeconds: seconds };
  return askTask(parts, name, { ...ask, weight, bake });
}

/** What a check of the canary is told of its plan's pauses. */
function pauseArgs(plan: Plan, { approve }: CheckLoopProps) {
  const { holdSeconds, pausedCheckSeconds, pauseEnds, tooFewRequests } = plan;
  return {
    holdSeconds,
    tooFewRequests,
    ...(approve === true && { approve }),
    ...(pauseEnds !== undefined && { pauseEnds }),
    ...(pausedCheckSeconds !== undefined && { pausedCheckSeconds }),
  };
}

function pausedWait({ plan, scope }: RolloutParts, { pausedName }: CheckLoopProps): Wait | undefined {
  const { pausedCheckSeconds } = plan;
  if (pausedName === undefined || pausedCheckSeconds === undefined) return undefined;
  const comment = `Alarms watch all the while; the next look at them is in ${pausedCheckSeconds} s`;
  return wait(scope, pausedName, pausedCheckSeconds, comment);
}

/** A check that compares looks at the target groups' metrics unless told; one that does not needs to be told. */
function answersFrom({ answersFrom: from = 'target-group-metrics', plan }: RolloutParts, { subject }: CheckLoopProps) {
  const needed = from !== 'target-group-metrics' || (subject === 'canary' && plan.compare === false);
  return needed ? { answersFrom: from } : {};
}

function commentOf({ subject, reportOnly }: CheckLoopProps): string {
  if (reportOnly) return 'Say what its alarms do; a revert is not rolled back for them';
  return subject === 'canary'
    ? 'Judge the canary by its alarms and its traffic; a hold goes on here'
    : 'Judge production by its alarms';
}
