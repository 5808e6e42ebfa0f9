import { expect, it } from 'vitest';
import { hookEvent } from '../../../handlers/protocol/hook-event.ts';
import type { Hook, HookState } from '../../../statemachine/contract/hooks.ts';
import type { AskHooksArgs } from '../../../statemachine/contract/rows/ask-hooks.ts';
import { memoryPorts } from '../../../verify/memory/ports.ts';
import { arn, memoryService, START } from '../../../verify/memory/service.ts';

const GATE: Hook = { at: 'in bake', fn: 'arn:aws:lambda:eu-west-1:111111111111:function:gate', timeoutSeconds: 600 };
const STANDS: HookState = { name: 'gate', at: 'in bake', onError: 'roll back', status: 'not asked', says: '' };
const ARGS: AskHooksArgs = {
  execution: { id: arn('a'), redrives: 0 },
  version: '2',
  previousVersion: '1',
  weight: 30,
  step: 2,
  hooks: [GATE],
  aliases: { production: 'p', canary: 'c', previous: 'b' },
  states: {},
  restSeconds: 2040,
  holdSeconds: 3600,
};
/** The documented event, whole: others rely on its fields. */
const FIRST = {
  rolloutId: arn('a'),
  service: 'orders',
  stage: 'in bake',
  version: '2',
  previousVersion: '1',
  weight: 30,
  step: 2,
  aliases: { production: 'p', canary: 'c', previous: 'b' },
  askedSince: START.toISOString(),
  timeoutSeconds: 600,
  restSeconds: 2040,
};

it('a hook is told of the rollout, the stage and how long it may take', () => {
  expect(hookEvent(memoryPorts(memoryService().world), ARGS, GATE, STANDS)).toStrictEqual(FIRST);
});

it('a hook that is asked again is told since when, and gets back what it gave', () => {
  const { pass, world } = memoryService();
  pass(60);
  const state: HookState = { ...STANDS, status: 'in progress', since: START.toISOString(), details: { ticket: 7 } };
  expect(hookEvent(memoryPorts(world), ARGS, GATE, state)).toStrictEqual({ ...FIRST, hookDetails: { ticket: 7 } });
});
