import { LambdaClient } from '@aws-sdk/client-lambda';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { latticeAdoption } from '../../../../handlers/ports/aws/lattice-adoption.ts';
import { latticeExisting } from '../../../../handlers/ports/aws/lattice-existing.ts';
import type { Adoption, ExistingListener } from '../../../../handlers/ports/index.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';

const address = { serviceId: 'svc-0123456789abcdef0', listenerId: 'listener-0123456789abcdef0' };
const OLD = 'tg-0000000000000000a';
const NEW = 'tg-0000000000000000b';
const LISTENER = `/services/${address.serviceId}/listeners/${address.listenerId}`;
const forward = (...targetGroups: object[]) => ({ forward: { targetGroups } });

let aws: FakeAws;
let existing: ExistingListener;
let adoption: Adoption;
beforeAll(async () => {
  aws = await fakeAws();
  const lattice = new VPCLatticeClient(aws.settings);
  existing = latticeExisting(lattice, address);
  adoption = latticeAdoption(
    { lattice, lambda: new LambdaClient(aws.settings) },
    { ...address, functionName: 'orders', previewGroup: undefined },
  );
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

describe('the default action of others', () => {
  it.each([
    ['one group without a weight', forward({ targetGroupIdentifier: OLD }), { [OLD]: 100 }],
    [
      'groups by ARN and id, one of which weighs nothing and does not say so',
      forward(
        { targetGroupIdentifier: `arn:aws:vpc-lattice:eu-west-1:111122223333:targetgroup/${OLD}`, weight: 7 },
        { targetGroupIdentifier: NEW },
      ),
      { [OLD]: 7, [NEW]: 0 },
    ],
    ['a fixed response', { fixedResponse: { statusCode: 404 } }, {}],
  ])('is read from %s', async (_what, defaultAction, groups) => {
    aws.answer({ body: { defaultAction } });
    expect(await existing.readAction()).toEqual(groups);
  });

  it('is written whole', async () => {
    aws.answer({ body: {} });
    await existing.writeAction({ [OLD]: 90, [NEW]: 10 });
    expect(aws.seen).toMatchObject([{ method: 'PATCH', path: LISTENER }]);
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual({
      defaultAction: forward({ targetGroupIdentifier: OLD, weight: 90 }, { targetGroupIdentifier: NEW, weight: 10 }),
    });
  });

  it('is none where the listener tells none', async () => {
    aws.answer({ body: {} });
    expect(await existing.readAction()).toEqual({});
  });
});

const error = (status: number, name: string) => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { message: 'no' },
});

describe('what is looked at before an adoption', () => {
  it('is the protocol of the listener', async () => {
    aws.answer({ body: { protocol: 'HTTPS' } });
    expect(await adoption.protocol()).toBe('HTTPS');
    expect(aws.seen).toMatchObject([{ method: 'GET', path: LISTENER }]);
    aws.answer({ body: {} });
    expect(await adoption.protocol()).toBe('unknown');
  });

  it('is nothing of answers without items, nor of items without an id', async () => {
    aws.answer(({ path }) => ({ body: /rules|listtargets/.test(path) ? {} : { type: 'LAMBDA' } }));
    expect(await adoption.rules()).toEqual([]);
    expect((await adoption.target(OLD))?.targets).toEqual([]);
    aws.answer(({ path }) => ({ body: /rules|listtargets/.test(path) ? { items: [{}] } : { type: 'LAMBDA' } }));
    expect(await adoption.rules()).toEqual([]);
    expect((await adoption.target(OLD))?.targets).toEqual([]);
  });

  it('is every rule but the default one, with the groups that it forwards to', async () => {
    const items = [
      { id: 'rule-1', name: 'api' },
      { id: 'rule-0', isDefault: true },
    ];
    const rule = { id: 'rule-1', name: 'api', action: forward({ targetGroupIdentifier: NEW, weight: 1 }) };
    aws.answer(({ path }) => ({ body: path.includes('/rules/rule-1') ? rule : { items } }));
    expect(await adoption.rules()).toEqual([{ id: 'rule-1', name: 'api', groups: { [NEW]: 1 } }]);
    expect(aws.seen).toHaveLength(2);
  });

  it('is the targets of a group, without those that drain', async () => {
    const items = [
      { id: 'arn:old', status: 'DRAINING' },
      { id: 'arn:new', status: 'UNAVAILABLE' },
    ];
    aws.answer(({ path }) => ({ body: path.includes('listtargets') ? { items } : { id: OLD, type: 'LAMBDA' } }));
    expect(await adoption.target(OLD)).toEqual({ group: OLD, type: 'LAMBDA', targets: ['arn:new'] });
  });

  it('is read to the last page', async () => {
    aws.answer(({ path }) => {
      const last = path.includes('nextToken=more');
      if (/rules\/rule-/.test(path)) return { body: { action: forward({ targetGroupIdentifier: NEW, weight: 1 }) } };
      if (!/rules|listtargets/.test(path)) return { body: { id: OLD, type: 'LAMBDA' } };
      const id = path.includes('rules') ? 'rule' : 'arn:fn';
      return { body: { items: [{ id: `${id}-${last ? 2 : 1}` }], ...(!last && { nextToken: 'more' }) } };
    });
    expect((await adoption.rules()).map(({ id }) => id)).toEqual(['rule-1', 'rule-2']);
    expect((await adoption.target(OLD))?.targets).toEqual(['arn:fn-1', 'arn:fn-2']);
  });

  it('is nothing of a group that is gone, and fails for any other reason', async () => {
    aws.answer(error(404, 'ResourceNotFoundException'));
    expect(await adoption.target(OLD)).toBeUndefined();
    aws.answer(error(403, 'AccessDeniedException'));
    await expect(adoption.target(OLD)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('is the version behind an alias, unless that is split', async () => {
    aws.answer({ body: { FunctionVersion: '7' } });
    expect(await adoption.versionOf('live')).toBe('7');
    expect(aws.seen).toMatchObject([{ method: 'GET', path: '/2015-03-31/functions/orders/aliases/live' }]);
    aws.answer({ body: { FunctionVersion: '7', RoutingConfig: { AdditionalVersionWeights: { 8: 0.1 } } } });
    expect(await adoption.versionOf('live')).toBeUndefined();
  });

  it('is no version of an alias that is gone, and fails for any other reason', async () => {
    aws.answer(error(404, 'ResourceNotFoundException'));
    expect(await adoption.versionOf('live')).toBeUndefined();
    aws.answer(error(403, 'AccessDeniedException'));
    await expect(adoption.versionOf('live')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
