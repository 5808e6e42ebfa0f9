import { expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

it('plan says the shift to 100 of a plan that ends lower: it settles there and is asked for nothing', async () => {
  const cloud = new FakeCloud();
  const steps = [10, 95].map((weight) => ({ weight, bakeSeconds: 300 }));
  cloud.definition = definitionOf({ ...DEFAULT_PLAN, steps });
  const { out } = await run('plan', { cloud });
  expect(out).toContain(`
  +00:00  10 %       settle 01:30, bake 05:00, a check every 60 s
  +06:30  95 %       settle 01:30, bake 05:00, a check every 60 s
  +13:00  100 %      settle 01:30
  +14:30  promotion  settle 03:00
  +17:30  watch      watch production 05:00, a check every 60 s
  +22:30  promoted
`);
  expect(out).toContain('A bake with fewer than 19 requests, or');
  const told = JSON.parse((await run('plan --json', { cloud })).out) as { stretches: object[] };
  expect(told.stretches[2]).toMatchObject({ what: '100 %', weight: 100, checks: 0, minRequests: 0, alarms: [] });
});
