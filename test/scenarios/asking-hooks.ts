import { expect } from 'vitest';
import type { HookEvent } from '../../handlers/protocol/hook-event.ts';
import type { HookReply } from '../../rollout/hooks/reply.ts';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import { DEFAULT_PLAN, type Plan, planSchema } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { simulate } from '../../verify/simulation/scenario.ts';

export const FN = 'arn:aws:lambda:eu-west-1:111111111111:function:gate';
export const hook = (more: Partial<Hook> & Pick<Hook, 'at'>): Hook => ({
  fn: FN,
  name: 'gate',
  timeoutSeconds: 600,
  ...more,
});
export const says = (hookStatus: string, more: object = {}): HookReply => ({
  kind: 'answered',
  payload: { hookStatus, ...more },
});
export const PASS = says('SUCCEEDED');

const definitions = new Map<string, string>();
function definitionFor(hooks: readonly Hook[], more: Partial<Plan>): string {
  const key = JSON.stringify([hooks, more]);
  const text =
    definitions.get(key) ?? JSON.stringify(definitionOf(planSchema.parse({ ...DEFAULT_PLAN, ...more, hooks })));
  definitions.set(key, text);
  return text;
}

interface Asked extends HookEvent {
  readonly second: number;
  readonly split: string;
}

/** A release of version 7 with these hooks, and every question that it asked. */
export async function release(
  hooks: readonly Hook[],
  reply: (event: Asked, nth: number) => HookReply,
  more: Partial<Plan> = {},
  input: object = {},
) {
  const simulation = simulate({ definition: definitionFor(hooks, more) });
  const begun = simulation.clock.now();
  const asked: Asked[] = [];
  simulation.world.hookReply = (_fn, event) => {
    const { world, clock } = simulation;
    asked.push({ ...event, second: (clock.now() - begun) / 1000, split: world.split });
    return reply(asked.at(-1) as Asked, asked.length);
  };
  const execution = await simulation.start({ version: '7', ...input });
  const end = async () => {
    await simulation.finish(execution);
    const { last } = simulation.world.record;
    return { status: execution.status, split: simulation.world.split, last };
  };
  const goOn = async () => simulation.finish(await simulation.start({ goOn: true }));
  return { simulation, execution, asked, end, goOn };
}

export const promoted = { status: 'SUCCEEDED', split: '100/0', last: { outcome: 'promoted', version: '7' } };
export const rolledBack = (error: string, reason: RegExp) => ({
  status: 'FAILED',
  split: '100/0',
  last: { outcome: 'rolled back', error, reason: expect.stringMatching(reason) as string },
});
