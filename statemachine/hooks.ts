import { Choice, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';
import { type Hook, hooksBeforeUsers } from './contract/hooks.ts';
import { StateName } from './contract/names.ts';
import type { AskHooksArgs } from './contract/rows/ask-hooks.ts';
import { EXECUTION, jsonata, type Jsonata, type Template } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { restOf } from './outline/rest.ts';
import { is, rollbackAsAnswered, wait, type RolloutParts } from './parts.ts';
import { rollBackOnFailure, task } from './task.ts';

/** What the variable `hooks` holds before any was asked: whoever leads to the first asking of a stage assigns it. */
export const NOBODY_ASKED: Readonly<Record<'hooks', Jsonata>> = { hooks: jsonata('{}') };

/** Where and for what hooks are asked. */
export interface Asking {
  readonly hooks: readonly Hook[];
  /** The canary's weight, and which step that is, from 1; both 0 before users. */
  readonly weight: number;
  readonly step: number;
  readonly bake?: Template<NonNullable<AskHooksArgs['bake']>>;
}

/**
 * Asks every hook of a place that is due, all at once, and keeps how each stands in the variable `hooks`. A hook that
 * fails does not fail this task; whoever reads the answer decides.
 */
export function askTask(parts: RolloutParts, name: string, { hooks, weight, step, bake }: Asking) {
  const ask = task(parts, name, {
    comment: 'Ask functions of yours whether the release may go on; alarms watch meanwhile',
    invoke: 'askHooks',
    args: {
      execution: EXECUTION,
      version: jsonata('$version'),
      previousVersion: jsonata('$previousVersion'),
      weight,
      step,
      hooks,
      aliases: parts.aliasArns,
      states: jsonata('$hooks'),
      restSeconds: restOf(parts.plan, weight),
      holdSeconds: parts.plan.holdSeconds,
      ...(bake && { bake }),
    },
    retries: ADVANCE_RETRIES,
    assign: { hooks: jsonata('$states.result.Payload.states') },
  });
  rollBackOnFailure(ask, parts.rollBack);
  return ask;
}

/** Asks until every hook of before the first user has let the release on, then `next`; only `next` without any. */
export function beforeUsers(parts: RolloutParts, next: State): State {
  const { scope, plan, rollBack } = parts;
  const hooks = hooksBeforeUsers(plan);
  if (hooks.length === 0) return next;
  const ask = askTask(parts, StateName.askBeforeUsers, { hooks, weight: 0, step: 0 });
  const letOn = Choice.jsonata(scope, StateName.letOn, {
    comment: 'A hook in progress is asked again; one that failed rolls back, unless the plan says otherwise',
    assign: rollbackAsAnswered(ErrorName.HookFailed, 'the hooks gave no reason'),
  });
  const again = wait(
    scope,
    StateName.waitForHooks,
    plan.checkSeconds,
    `No user meets the canary yet; the hooks are asked again in ${plan.checkSeconds} s`,
  );
  letOn.when(is('$states.input.next', 'advance'), next, { comment: 'Every hook lets it on' });
  letOn.when(is('$states.input.next', 'keep asking'), again, { comment: 'Not yet' });
  letOn.otherwise(rollBack);
  ask.next(letOn);
  again.next(ask);
  return ask;
}
