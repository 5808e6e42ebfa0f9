import { describe, expect, it } from 'vitest';
import type { Service } from '../../../cli/services.ts';
import { alarm, FakeCloud, open, outputsOf, promoted, rolledBack } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const stack = (name: string, outputs: Record<string, string>) => ({ name, status: 'UPDATE_COMPLETE', outputs });

/** Three stacks, one of them without a service and one with two, each service as its own cloud has it. */
function account() {
  const services = { Shop: new FakeCloud(), Orders: new FakeCloud(), Billing: new FakeCloud() };
  const cloud = Object.assign(new FakeCloud(), {
    found: [
      stack('Network', { VpcId: 'vpc-1' }),
      stack('ShopStack', outputsOf()),
      stack('Backend', { ...outputsOf('Orders', 'Orders'), ...outputsOf('Billing', 'Billing') }),
    ],
    of: ({ name }: Service) => services[name as keyof typeof services].of(),
  });
  services.Shop.record = { revision: 9, last: rolledBack };
  services.Shop.live = [alarm('canary-errors'), alarm('watchdog-errors-Shop', { state: 'ALARM' })];
  services.Orders.record = { revision: 4, rollout: open, last: promoted };
  services.Orders.weights = { production: 90, canary: 10 };
  return { cloud, services };
}

/** First column of what is listed. */
async function servicesOf(line: string) {
  const { out } = await run(line, { cloud: account().cloud });
  return out
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(' ')[0]);
}

describe('list', () => {
  it('tells of every service of the account and Region where it stands', async () => {
    expect(await run('list', { cloud: account().cloud })).toMatchObject({
      status: 0,
      err: '',
      out: `SERVICE  STACK      VERSION  WEIGHT  STATE        LAST           ALARMS THAT ARE ON
Shop     ShopStack  1        0 %     at rest      2 rolled back  watchdog-errors-Shop
Orders   Backend    1        10 %    advancing 2  2 promoted     none
Billing  Backend    1        0 %     at rest      -              none
`,
    });
  });

  it.each([
    ['paused', { holdAt: 10, heldSince: '2026-01-05T09:07:00.000Z' }],
    ['rolling back', { phase: 'rolling back' as const }],
    ['standing by', { phase: 'held' as const }],
  ])('says %s of a release that is', async (state, change) => {
    const { cloud, services } = account();
    services.Orders.record = { revision: 4, rollout: { ...open, ...change } };
    expect((await run('list', { cloud })).out).toContain(`Orders   Backend    1        10 %    ${state} 2`);
  });

  it('is one JSON object a line for programs', async () => {
    const { out } = await run('list --output json', { cloud: account().cloud });
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual([
      {
        service: 'Shop',
        stack: 'ShopStack',
        version: '1',
        weight: 0,
        state: 'at rest',
        releasing: null,
        last: { version: '2', outcome: 'rolled back', at: rolledBack.closedAt },
        alarmsOn: ['watchdog-errors-Shop'],
      },
      expect.objectContaining({ service: 'Orders', weight: 10, state: 'advancing', releasing: '2' }),
      expect.objectContaining({ service: 'Billing', last: null }),
    ]);
  });

  it('lists the others where one cannot be looked at, with status 3', async () => {
    const { cloud, services } = account();
    services.Shop.fail.set('record', Object.assign(new Error('no dynamodb:GetItem.'), { name: 'AccessDenied' }));
    const incomplete = outputsOf('Depot', 'Depot');
    delete incomplete['DepotListenerId'];
    cloud.found.push(stack('DepotStack', incomplete));
    const { out, status } = await run('list', { cloud });
    expect(status).toBe(3);
    expect(out).toContain('Shop     ShopStack   not looked at: not permitted: no dynamodb:GetItem.');
    expect(out).toContain('Billing  Backend     1        0 %');
    expect(out).toContain(
      'Depot    DepotStack  not looked at: DepotStack has the output DepotRecordTableName but no DepotListenerId\n',
    );
  });

  it('keeps to the stack and the service that are named', async () => {
    expect(await servicesOf('list --stack Backend')).toEqual(['Orders', 'Billing']);
    expect(await servicesOf('list --service Billing')).toEqual(['Billing']);
    const cloud = Object.assign(new FakeCloud(), { found: [] });
    expect(await run('list', { cloud })).toMatchObject({ status: 0, out: 'No stack here has a service to release.\n' });
  });
});
