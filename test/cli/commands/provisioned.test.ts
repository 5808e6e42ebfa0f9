import { expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const SINCE = '2026-01-05T09:00:00.000Z';
const GIVEN = { 1: SINCE, 2: SINCE };
const provisions = definitionOf({ ...DEFAULT_PLAN, provisionedConcurrency: 5 });

it('status says which versions releases gave provisioned concurrency, and plan what a release waits for', async () => {
  const cloud = new FakeCloud();
  cloud.definition = provisions;
  cloud.record = { revision: 3, provisioned: GIVEN };
  const { out } = await run('status', { cloud });
  expect(out).toContain('\n  warm       provisioned concurrency for version 1 and 2\n');
  expect(JSON.parse((await run('status --json', { cloud })).out)).toMatchObject({ provisioned: GIVEN });
  expect((await run('plan', { cloud })).out).toContain(
    '\n  before users: 5 environments made ready, some 02:00 more (docs/provisioned-concurrency.md)\n',
  );
});

it('status says how what is left goes, where releases give none any more', async () => {
  const cloud = new FakeCloud();
  cloud.record = { revision: 3, provisioned: { 2: SINCE } };
  const { out } = await run('status', { cloud });
  expect(out).toContain('version 2 may still have provisioned concurrency, and releases give none any more: deploy');
  expect(out).toMatch(/delete-provisioned-concurrency-config --function-name \S+ --qualifier 2 /);
});

it('neither says a word where there is none', async () => {
  const cloud = new FakeCloud();
  for (const command of ['status', 'plan', 'status --json'])
    expect((await run(command, { cloud })).out).not.toContain('provisioned');
});
