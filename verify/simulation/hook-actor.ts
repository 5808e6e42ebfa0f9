import type { HookReply } from '../../rollout/hooks/reply.ts';
import type { HookPlace } from '../../statemachine/contract/hooks.ts';
import { RELEASE, type HookDoes, type HooksDo } from './case.ts';
import { executionArn } from './disturb.ts';
import type { Simulation } from './simulation.ts';

const says = (hookStatus: string): HookReply => ({ kind: 'answered', payload: { hookStatus } });

const REPLIES: Readonly<Record<HookDoes, HookReply>> = {
  succeeds: says('SUCCEEDED'),
  fails: says('FAILED'),
  'in progress': says('IN_PROGRESS'),
  throws: { kind: 'failed', words: 'no network' },
  'is silent': { kind: 'silent' },
  nonsense: says('succeeded'),
  busy: { kind: 'busy', words: 'TooManyRequestsException' },
  refused: { kind: 'refused', words: 'AccessDeniedException' },
};

/** Hooks answer the release as a case has it, the next as they should, and the trace tells what they said. */
export function haveHooks({ trace, world }: Simulation, hooks: HooksDo): void {
  const asked = new Map<HookPlace, number>();
  world.hookReply = (fn, { rolloutId, stage, weight }) => {
    const nth = asked.get(stage) ?? 0;
    asked.set(stage, nth + 1);
    const told = rolloutId === executionArn(RELEASE) ? hooks : {};
    const does = told[stage]?.[nth] ?? told[stage]?.at(-1) ?? 'succeeds';
    trace.add(rolloutId, { what: 'hook', fn, stage, weight, succeeded: does === 'succeeds' });
    return REPLIES[does];
  };
}
