import { expect, it } from 'vitest';
import { besideProduction } from '../../../../handlers/protocol/lambda/beside-production.ts';
import { ANSWER_WITHIN_MS } from '../../../../statemachine/contract/smoke.ts';
import { memoryPorts } from '../../../../verify/memory/ports.ts';
import { memoryService } from '../../../../verify/memory/service.ts';

/** The clock stands still; so many milliseconds are left. */
function asked(leftMs: number, warm?: { readonly withinMs: number; readonly atMost: number }) {
  const { world } = memoryService();
  const untilMs = world.clock.elapsedMs() + leftMs;
  const smoke = { requests: [{ path: '/orders' }], production: '1', ...(warm && { warm }) };
  return besideProduction(memoryPorts(world), smoke, { version: '2', production: '1', untilMs });
}

it('a GET is asked while there is time for the slowest answer, to the millisecond', async () => {
  expect(await asked(ANSWER_WITHIN_MS)).toHaveLength(1);
  await expect(asked(ANSWER_WITHIN_MS - 1)).rejects.toMatchObject({
    name: 'SmokeTestFailed',
    message: 'no time left to ask GET /orders: the answers before took it',
  });
});

it('a canary is warmed while there is as much', async () => {
  const told = await asked(ANSWER_WITHIN_MS, { withinMs: 100, atMost: 3 });
  expect(told.at(-1)).toBe('GET /orders warm when asked 1 time, 0 ms');
});
