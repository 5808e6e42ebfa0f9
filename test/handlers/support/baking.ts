import { expect } from 'vitest';
import type { CheckArgs } from '../../../statemachine/contract/rows/check.ts';
import { memoryService } from '../../../verify/memory/service.ts';

export const named = (name: string, message = /./) =>
  expect.objectContaining({ name, message: expect.stringMatching(message) as string });
export const text = (part: string) => expect.stringContaining(part) as string;

/** A rollout at 10 % since 09:00:00, which settles until 09:01:30 and bakes until 09:06:30. */
export async function baking(input: object = {}, args: Partial<CheckArgs> = {}) {
  const service = memoryService();
  const a = service.execution('a');
  await a.claim({ version: '2', ...input });
  await a.shift(10);
  let shiftedAt = service.world.now().toISOString();
  const now = () => service.world.now().toISOString();
  return {
    ...service,
    a,
    look: (more: Partial<CheckArgs> = {}) => a.check({ shiftedAt, holdSeconds: 3600, ...args, ...more }),
    say: (goOn: unknown = true, startedAt = now(), name = 'p') => service.execution(name).goOn({ goOn }, startedAt),
    pause: (name = 'q', startedAt = now()) => service.execution(name).goOn({ pause: true }, startedAt),
    shift: async (weight: number) => {
      await a.shift(weight);
      shiftedAt = now();
    },
  };
}
