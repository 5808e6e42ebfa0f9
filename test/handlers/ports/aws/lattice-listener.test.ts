import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { latticeListener } from '../../../../handlers/ports/aws/lattice-listener.ts';
import type { Listener } from '../../../../handlers/ports/index.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';

const target = {
  serviceId: 'svc-0123456789abcdef0',
  listenerId: 'listener-0123456789abcdef0',
  productionTargetGroupId: 'tg-0000000000000000a',
  canaryTargetGroupId: 'tg-0000000000000000b',
};
const forward = (...targetGroups: object[]) => ({ body: { defaultAction: { forward: { targetGroups } } } });
const production = (weight?: number) => ({ targetGroupIdentifier: target.productionTargetGroupId, weight });
const arn = (id: string) => `arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/${id}`;
const canary = (weight?: number) => ({ targetGroupIdentifier: target.canaryTargetGroupId, weight });

let aws: FakeAws;
let listener: Listener;
beforeAll(async () => {
  aws = await fakeAws();
  listener = latticeListener(new VPCLatticeClient(aws.settings), target);
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

describe('reading the weights', () => {
  it('asks for the one listener and tells the groups apart whatever their order', async () => {
    aws.answer(forward(canary(10), production(90)));
    expect(await listener.read()).toEqual({ production: 90, canary: 10 });
    expect(aws.seen).toMatchObject([
      { method: 'GET', path: `/services/${target.serviceId}/listeners/${target.listenerId}` },
    ]);
  });

  it('knows target groups that are named by ARN', async () => {
    aws.answer(
      forward(
        { ...production(100), targetGroupIdentifier: arn(target.productionTargetGroupId) },
        { ...canary(0), targetGroupIdentifier: arn(target.canaryTargetGroupId) },
      ),
    );
    expect(await listener.read()).toEqual({ production: 100, canary: 0 });
  });

  it('takes a group without weight beside one that has all for what it can only be', async () => {
    aws.answer(forward(production(100), canary()));
    expect(await listener.read()).toEqual({ production: 100, canary: 0 });
    aws.answer(forward(production(), canary(100)));
    expect(await listener.read()).toEqual({ production: 0, canary: 100 });
  });

  it.each([
    [
      'shares that do not add up to 100',
      forward(production(9), canary(1)),
      'tg-0000000000000000a 9, tg-0000000000000000b 1',
    ],
    ['weights that are all zero', forward(production(0), canary(0)), 'tg-0000000000000000a 0, tg-0000000000000000b 0'],
    ['a missing group', forward(production(100)), 'tg-0000000000000000a 100'],
    [
      'a group that nobody knows',
      forward(production(90), { targetGroupIdentifier: 'tg-other', weight: 10 }),
      'tg-other 10',
    ],
    [
      'a third group',
      forward(production(90), canary(10), { targetGroupIdentifier: 'tg-third', weight: 0 }),
      'tg-third 0',
    ],
    ['a group without weight', forward(production(90), canary()), 'tg-0000000000000000b without weight'],
    ['no weight at all', forward(production(), canary()), 'tg-0000000000000000a without weight'],
    ['no group at all', forward(), 'no target group'],
    [
      'an action that does not forward',
      { body: { defaultAction: { fixedResponse: { statusCode: 404 } } } },
      '"statusCode":404',
    ],
    ['no action', { body: {} }, 'its default action is absent'],
  ])('rejects %s as drifted, naming it', async (_what, answer, named) => {
    aws.answer(answer);
    const reading = listener.read();
    await expect(reading).rejects.toMatchObject({ name: 'WeightsDrifted' });
    await expect(reading).rejects.toThrow(named);
  });
});

describe('writing the weights', () => {
  it.each([
    [90, 10],
    [100, 0],
    [0, 100],
  ])('writes both groups, production %i and canary %i', async (first, second) => {
    aws.answer({ body: {} });
    await listener.write({ production: first, canary: second });
    expect(aws.seen).toHaveLength(1);
    expect(aws.seen[0]).toMatchObject({
      method: 'PATCH',
      path: `/services/${target.serviceId}/listeners/${target.listenerId}`,
    });
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual({
      defaultAction: { forward: { targetGroups: [production(first), canary(second)] } },
    });
  });

  it.each([
    [0, 0],
    [90, 11],
    [101, -1],
    [99.5, 0.5],
  ])('rejects production %d and canary %d without a call', async (first, second) => {
    await expect(listener.write({ production: first, canary: second })).rejects.toThrow(
      `got production ${first} and canary ${second}`,
    );
    expect(aws.seen).toEqual([]);
  });

  it('tries a write that VPC Lattice failed to take again, three times in all', async () => {
    let calls = 0;
    aws.answer(() =>
      ++calls < 3
        ? { status: 500, headers: { 'x-amzn-errortype': 'InternalServerException' }, body: { message: 'again' } }
        : { body: {} },
    );
    await listener.write({ production: 100, canary: 0 });
    expect(calls).toBe(3);
  });
});
