import { requireClaim } from '../rollout/claim/claimant.ts';
import { readReply } from '../rollout/hooks/reply.ts';
import { describeHooks } from '../rollout/hooks/standing.ts';
import { afterHearing, isAsked, standsAt, type Turn } from '../rollout/hooks/turn.ts';
import { decidePause } from '../rollout/pause/decide.ts';
import { standingPause, toldAt } from '../rollout/pause/stored.ts';
import type { OpenRollout } from '../rollout/record/record.ts';
import { addSeconds } from '../rollout/time.ts';
import { type AskHooksArgs, type AskHooksResult, askHooksRow } from '../statemachine/contract/rows/ask-hooks.ts';
import {
  HOOK_ANSWERS_WITHIN_SECONDS,
  type Hook,
  type HookState,
  type HookStates,
} from '../statemachine/contract/hooks.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { hooks } from './ports/aws/wired/lambda.ts';
import { announcer } from './ports/aws/wired/later.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { beginPause } from './protocol/begin-pause.ts';
import { hookEvent } from './protocol/hook-event.ts';

type AskPorts = Pick<Ports, 'announcer' | 'clock' | 'hooks' | 'records' | 'service'>;

/**
 * Asks every hook of a turn that is due, all at once. The claim is looked at first: nobody is asked about a rollout
 * that is taken back. In a bake the check of the same turn decides what follows; before users this does, and notes and
 * announces that a hook holds the rollout.
 * @throws ContractError ClaimLost; never for what a hook does
 */
export function createAskHooks(ports: AskPorts) {
  return async (args: AskHooksArgs): Promise<AskHooksResult> => {
    const rollout = requireClaim(await ports.records.read(), args.execution.id, ['advancing']);
    const turn = turnOf(rollout, args, ports.clock.now());
    const states = Object.fromEntries(
      await Promise.all(
        args.hooks.map(async (hook, i): Promise<[string, HookState]> => [
          String(i),
          await ask(ports, args, hook, standsAt(hook, args.states[i], turn), turn),
        ]),
      ),
    );
    const said = describeHooks(states, turn.now) ?? 'no hook is asked in this turn';
    if (args.bake !== undefined)
      return { next: 'keep asking', states, error: '', cause: '', message: `${args.weight} %: ${said}` };
    return beforeUsers(ports, rollout, args, states, said, turn.now);
  };
}

function turnOf(rollout: OpenRollout, { weight, bake }: AskHooksArgs, now: Date): Turn {
  const pause = standingPause(rollout);
  return {
    now,
    bakedAt: bake && addSeconds(new Date(bake.shiftedAt), bake.settleSeconds + bake.bakeSeconds),
    held: pause?.at === weight && !pause.told,
    told: toldAt(rollout, weight) !== undefined,
  };
}

async function ask(ports: AskPorts, args: AskHooksArgs, hook: Hook, state: HookState, turn: Turn): Promise<HookState> {
  if (!isAsked(hook, state, turn)) return state;
  const event = hookEvent(ports, args, hook, state);
  const reply = await ports.hooks.ask(hook.fn, event, HOOK_ANSWERS_WITHIN_SECONDS * 1000);
  return afterHearing(hook, state, readReply(reply), turn);
}

/** Nobody meets the canary yet, so that there is no verdict but that of the hooks. */
async function beforeUsers(
  ports: AskPorts,
  rollout: OpenRollout,
  { holdSeconds }: AskHooksArgs,
  hooks: HookStates,
  said: string,
  now: Date,
): Promise<AskHooksResult> {
  const { next, error, words, begins } = decidePause({
    at: 0,
    pause: standingPause(rollout),
    told: undefined,
    ownRoom: true,
    asked: false,
    approve: false,
    pauseAsked: false,
    blind: false,
    verdict: { verdict: 'healthy', error: 'HookFailed', reasons: [], onlyOverruled: false },
    otherwise: 'advance',
    plan: { holdSeconds },
    hooks,
    now,
  });
  const message = `before users: ${words === undefined ? said : `${said}; ${words}`}`;
  if (begins) await beginPause(ports, rollout, begins, message);
  return {
    next: next === 'keep baking' || next === 'paused' ? 'keep asking' : next,
    states: hooks,
    error: next === 'roll back' ? error : '',
    cause: message,
    message,
  };
}

export const handler = handlerFor(askHooksRow, { announcer, hooks, records }, createAskHooks);
