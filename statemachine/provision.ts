import { Choice, Errors, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { ErrorName } from './contract/errors.ts';
import { StateName } from './contract/names.ts';
import { provisions, READY_CHECK_SECONDS } from './contract/provision.ts';
import { EXECUTION } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { is, rollbackAsAnswered, wait, type RolloutParts } from './parts.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * Gives the canary's version its provisioned concurrency and looks until that is ready, then `next`; only `next` where
 * the plan has none. No user has met the version, so that whatever goes wrong takes nothing back from anybody.
 */
export function provision(parts: RolloutParts, next: State): State {
  const { scope, plan, rollBack } = parts;
  const { provisionedConcurrency: concurrency } = plan;
  if (concurrency === undefined || !provisions(plan)) return next;
  const look = task(parts, StateName.provision, {
    comment: 'Keep environments of the version ready before the first user meets it',
    invoke: 'provision',
    args: { execution: EXECUTION, concurrency },
    retries: ADVANCE_RETRIES,
  });
  rollBackOnFailure(look, rollBack);
  const ready = Choice.jsonata(scope, StateName.provisioned, {
    comment: 'Lambda takes minutes; what is refused, fails or takes too long rolls back before users',
    assign: rollbackAsAnswered(ErrorName.ConcurrencyNotReady, 'nobody said why it is not ready'),
  });
  const again = wait(
    scope,
    StateName.waitForConcurrency,
    READY_CHECK_SECONDS,
    `No user meets the canary yet; the next look is in ${READY_CHECK_SECONDS} s`,
  );
  ready.when(is('$states.input.next', 'advance'), next, { comment: 'Every environment is ready' });
  ready.when(is('$states.input.next', 'keep waiting'), again, { comment: 'Not yet' });
  ready.otherwise(rollBack);
  look.next(ready);
  again.next(look);
  return look;
}

/**
 * Asks for it for the version that production goes back to, and never waits: whatever comes of it, `onward` follows.
 * Only `onward` where the plan has none.
 */
export function provisionPrevious(parts: RolloutParts, onward: State): State {
  const { provisionedConcurrency: concurrency } = parts.plan;
  if (concurrency === undefined || !provisions(parts.plan)) return onward;
  const ask = task(parts, StateName.provisionPrevious, {
    comment: 'Asked for and not waited for: production is why somebody reverts',
    invoke: 'provision',
    args: { execution: EXECUTION, concurrency, onlyAsk: true },
    retries: [],
  });
  ask.addCatch(onward, { errors: [Errors.ALL] });
  ask.next(onward);
  return ask;
}
