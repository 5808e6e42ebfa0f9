import { nameOf } from '../../rollout/hooks/turn.ts';
import type { Hook, OnHookError } from '../../statemachine/contract/hooks.ts';
import { clockTime } from '../story/text.ts';

const LEADS_TO: Readonly<Record<OnHookError, string>> = {
  'roll back': 'rolls back',
  hold: 'holds it',
  ignore: 'is told and ignored',
};

/** `  hook load-test in bake at 30 %, for up to 15:00; its failure holds it`. */
export const hookLines = (hooks: readonly Hook[] = []): readonly string[] =>
  hooks.map((hook) => {
    const at = hook.steps === undefined ? '' : ` at ${hook.steps.join(', ')} %`;
    const failure = LEADS_TO[hook.onError ?? 'roll back'];
    const most = clockTime(hook.timeoutSeconds);
    return `  hook ${nameOf(hook)} ${hook.at}${at}, for up to ${most}; its failure ${failure}`;
  });
