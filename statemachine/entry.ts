import { Choice, Condition, type Fail, Succeed, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { ASKED_INPUT } from './asked.ts';
import { claimTask, whatWasClaimed } from './claim.ts';
import { hooksBeforeUsers } from './contract/hooks.ts';
import { StateName } from './contract/names.ts';
import { goOn } from './go-on.ts';
import { beforeUsers, NOBODY_ASKED } from './hooks.ts';
import { jsonata } from './jsonata.ts';
import { listener } from './listener.ts';
import type { RolloutParts } from './parts.ts';
import { provision } from './provision.ts';
import { refusedEnd } from './refused.ts';
import { revert } from './revert.ts';
import { smokeTestTask } from './smoke-test.ts';

/** Where the ways of the entry lead. */
export interface EntryTargets {
  /** Follows the canary's smoke test. */
  readonly firstStep: State;
  readonly reverted: Succeed;
}

const asks = (name: string): string => `$exists($states.input.${name})`;
/** What is asked of a listener of others. */
const OF_LISTENER = `(${asks('adopt')} or ${asks('releaseListener')})`;
/** What is said to a rollout that runs. */
const SAYS = `(${asks('goOn')} or ${asks('pause')})`;

/**
 * One question for every execution. Whoever asks for a rollback gets one, whatever else the input says; the rest of the
 * input is judged by the handler that it comes to, so that a bad one is refused by name.
 */
export function entry(parts: RolloutParts, { firstStep, reverted }: EntryTargets): State {
  const { scope } = parts;
  const refused = refusedEnd(scope);
  const ofListener = parts.existingListener === true;
  const named = ofListener ? '"rollback", "revert", "goOn", "pause", "adopt" or "releaseListener"' : FOUR;
  const entrance = Choice.jsonata(scope, StateName.entry, {
    comment: `An input with ${named} asks for just that; any other asks for a release`,
    assign: { trigger: { kind: 'asked', input: ASKED_INPUT } },
  });
  const others = `${asks('rollback')} or ${asks('revert')} or ${SAYS}${ofListener ? ` or ${OF_LISTENER}` : ''}`;
  entrance.when(rule(`$not(${others})`), release(parts, firstStep, refused), { comment: 'A release' });
  if (ofListener)
    entrance.when(rule(`${OF_LISTENER} and $not(${asks('rollback')})`), listener(parts, refused), {
      comment: 'A listener of others is adopted, or given back',
    });
  return entrance
    .when(rule(`${asks('revert')} and $not(${asks('rollback')})`), revert(parts, reverted, refused), {
      comment: 'Back to the version before',
    })
    .when(rule(`${SAYS} and $not(${asks('rollback')})`), goOn(parts, refused), {
      comment: 'The end of a wait, or a pause',
    })
    .otherwise(parts.rollBack);
}

const FOUR = '"rollback", "revert", "goOn" or "pause"';

const rule = (expression: string): Condition => Condition.jsonata(jsonata(expression));

function release(parts: RolloutParts, firstStep: State, refused: Fail): State {
  const smokeTest = smokeTestTask(
    parts,
    StateName.smokeTest,
    'canary',
    'The canary must answer before any user meets it',
    hooksBeforeUsers(parts.plan).length > 0 ? { assign: NOBODY_ASKED } : {},
  );
  smokeTest.next(provision(parts, beforeUsers(parts, firstStep)));
  const nothing = Succeed.jsonata(parts.scope, StateName.nothingToRelease, {
    comment: 'Production runs this version already, or it was tried before',
  });
  const anythingNew = whatWasClaimed(parts, StateName.anythingNew, 'Production may run this version already', {
    claimed: smokeTest,
    nothing,
  });
  const claim = claimTask(parts, StateName.claim, 'Take the right to write the listener, or refuse by name', refused);
  claim.next(anythingNew);
  return claim;
}
