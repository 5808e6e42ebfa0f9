import { Agent, request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { InvocationResult } from '../../src/core/types.ts';
import { answered, servingWith, type Unknown } from './serving.ts';

const THREW: InvocationResult = { executedVersion: '7', functionError: 'Unhandled', payload: '{"errorType":"Error"}' };

test('target groups may be told to report nothing; the service still does', async () => {
  const { url, metrics, owner } = await servingWith(() => answered({ statusCode: 500 }), { targetGroupsBy: 'nothing' });
  await fetch(url).then((response) => response.text());
  expect(metrics.map(({ dimensions }) => dimensions)).toEqual(
    ['TotalRequestCount', 'RequestTime', 'HTTPCode_5XX_Count'].map(() => ({ Service: owner.id })),
  );
});

test('target groups may report under their ARN, and own answers of VPC Lattice under the service only', async () => {
  const byArn = await servingWith(() => answered({ statusCode: 200 }), { targetGroupsBy: 'ARN' });
  await fetch(byArn.url);
  const groups = byArn.metrics.flatMap(({ dimensions: { TargetGroup = [] } }) => TargetGroup);
  expect(new Set(groups)).toEqual(new Set([byArn.production.arn]));

  const answers = [answered({ statusCode: 500 }), answered({ message: 'no status' }), THREW];
  const seen = await servingWith(() => answers.pop() ?? THREW, { ownAnswers: 'under the service only' });
  for (const status of [502, 502, 500]) expect((await fetch(seen.url)).status).toBe(status);
  const counted = (dimension: string) =>
    seen.metrics.filter(({ name, dimensions }) => name === 'HTTPCode_5XX_Count' && dimension in dimensions).length;
  expect([counted('TargetGroup'), counted('Service')]).toEqual([1, 3]);
});

describe('a client whose target threw', () => {
  test.each([200, 500, 504] as const)('gets status %i where VPC Lattice is told so', async (status) => {
    const { url } = await servingWith(() => THREW, { thrown: status });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([
      status,
      { 200: THREW.payload, 500: 'Internal Server Error', 504: 'Gateway Timeout' }[status],
    ]);
  });

  test('loses its connection where VPC Lattice is told so, uncounted; the next one is served', async () => {
    const answers = [answered({ statusCode: 200 }), THREW];
    const { url, metrics } = await servingWith(() => answers.pop() ?? THREW, { thrown: 'closed' });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    expect(metrics).toEqual([]);
    expect((await fetch(url)).status).toBe(200);
  });
});

/** Where a kept connection goes before and after all weight moved to the canary, and where a new one goes then. */
async function groupsOf(more: Unknown) {
  const { url, lattice, listener, production, canary, clock } = await servingWith(
    () => answered({ statusCode: 200 }),
    more,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const names = new Map([
    [production.id, 'production'],
    [canary.id, 'canary'],
  ]);
  const ask = (over: Agent | undefined) =>
    new Promise<string | undefined>((resolve) => {
      request(url, { agent: over }, (response) =>
        response.resume().on('end', () => resolve(names.get(String(response.headers['x-local-target-group'])))),
      ).end();
    });
  const before = await ask(agent);
  lattice.updateListener(listener, [
    { targetGroupId: production.id, weight: 0 },
    { targetGroupId: canary.id, weight: 100 },
  ]);
  await clock.runUntil(clock.now() + 5_000);
  return [before, await ask(agent), await ask(undefined)];
}

test('a kept connection may stay with the target group of its first request, whatever the weights', async () => {
  expect(await groupsOf({})).toEqual(['production', 'canary', 'canary']);
  expect(await groupsOf({ splitBy: 'connection' })).toEqual(['production', 'production', 'canary']);
});
