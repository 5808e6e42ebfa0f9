import { describe, expect, test } from 'vitest';
import { forward, FUNCTION_ARN, service } from './world.ts';

test('ids and ARNs have the form that AWS gives them', () => {
  const { network, owner, production, listener } = service();
  expect(network.id).toMatch(/^sn-[0-9a-f]{17}$/);
  expect(owner.arn).toBe(`arn:aws:vpc-lattice:eu-west-1:123456789012:service/${owner.id}`);
  expect(owner.id).toMatch(/^svc-[0-9a-f]{17}$/);
  expect(production.arn).toMatch(/^arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup\/tg-[0-9a-f]{17}$/);
  expect(listener.arn).toMatch(
    new RegExp(`^arn:aws:vpc-lattice:eu-west-1:123456789012:service/${owner.id}/listener/listener-[0-9a-f]{17}$`),
  );
  expect(owner.domainName).toMatch(/^shop-[0-9a-f]{17}\.7d67968\.vpc-lattice-svcs\.eu-west-1\.on\.aws$/);
});

test('a listener is read by ids or by ARNs', async () => {
  const { call, listener, owner, production, canary } = service();
  const byArn = await call('GetListener', { serviceIdentifier: owner.arn, listenerIdentifier: listener.arn });
  expect(byArn).toEqual({
    id: listener.id,
    arn: listener.arn,
    name: 'https',
    protocol: 'HTTPS',
    port: 443,
    serviceId: owner.id,
    serviceArn: owner.arn,
    defaultAction: forward([production.id, 100], [canary.id, 0]),
    createdAt: new Date('2026-01-05T09:00:00Z'),
    lastUpdatedAt: new Date('2026-01-05T09:00:00Z'),
  });
  expect(await call('GetListener', { serviceIdentifier: owner.id, listenerIdentifier: listener.id })).toEqual(byArn);
});

test('an update is read back at once and reaches requests after the propagation delay', async () => {
  const { call, clock, address, listener, production, canary } = service();
  const picks = () => new Set(Array.from({ length: 50 }, () => listener.splitter.pick(clock.now())));
  await clock.runUntil(clock.now() + 60_000);
  const defaultAction = forward([production.id, 0], [canary.arn, 100]);
  expect((await call('UpdateListener', { ...address, defaultAction }))['defaultAction']).toEqual(
    forward([production.id, 0], [canary.id, 100]),
  );
  expect(await call('GetListener', address)).toMatchObject({
    defaultAction: forward([production.id, 0], [canary.id, 100]),
    lastUpdatedAt: new Date('2026-01-05T09:01:00Z'),
  });
  await clock.runUntil(clock.now() + 4999);
  expect(picks()).toEqual(new Set([production.id]));
  await clock.runUntil(clock.now() + 1);
  expect(picks()).toEqual(new Set([canary.id]));
});

test('the propagation delay can be set while running', async () => {
  const { call, clock, address, listener, lattice, production, canary } = service();
  lattice.propagationMs = 90_000;
  await call('UpdateListener', { ...address, defaultAction: forward([production.id, 0], [canary.id, 1]) });
  await clock.runUntil(clock.now() + 89_999);
  expect(listener.splitter.pick(clock.now())).toBe(production.id);
  await clock.runUntil(clock.now() + 1);
  expect(listener.splitter.pick(clock.now())).toBe(canary.id);
});

test('displays hear of every write', async () => {
  const { call, clock, address, lattice, listener, production, canary } = service();
  const heard: unknown[] = [];
  lattice.onWeights((written) => heard.push(written));
  await call('UpdateListener', { ...address, defaultAction: forward([production.id, 90], [canary.id, 10]) });
  const groups = [
    { targetGroupId: production.id, weight: 90 },
    { targetGroupId: canary.id, weight: 10 },
  ];
  expect(heard).toEqual([{ listenerId: listener.id, groups, writtenAt: clock.now(), appliesAt: clock.now() + 5000 }]);
});

describe('UpdateListener', () => {
  const UNKNOWN = 'tg-00000000000000000';
  test.each([
    ['a weight above 999', [['production', 1000]], 'ValidationException'],
    ['a weight below 0', [['production', -1]], 'ValidationException'],
    ['a broken weight', [['production', 0.5]], 'ValidationException'],
    [
      'nothing but zeros',
      [
        ['production', 0],
        ['canary', 0],
      ],
      'ValidationException',
    ],
    ['no target group', [], 'ValidationException'],
    ['more than ten target groups', Array.from({ length: 11 }, () => ['production', 1]), 'ValidationException'],
    [
      'a target group named twice',
      [
        ['production', 1],
        ['production', 2],
      ],
      'ValidationException',
    ],
    [
      'a target group that does not exist',
      [
        ['production', 1],
        [UNKNOWN, 1],
      ],
      'ResourceNotFoundException',
    ],
  ] as [string, [string, number][], string][])('rejects %s and changes nothing', async (_, weights, code) => {
    const { call, address, production, canary } = service();
    const ids = new Map([
      ['production', production.id],
      ['canary', canary.id],
    ]);
    const defaultAction = forward(
      ...weights.map(([name, weight]) => [ids.get(name) ?? name, weight] as [string, number]),
    );
    await expect(call('UpdateListener', { ...address, defaultAction })).rejects.toMatchObject({ code });
    expect(await call('GetListener', address)).toMatchObject({
      defaultAction: forward([production.id, 100], [canary.id, 0]),
    });
  });

  test('rejects a fixed response, which the local cloud does not have', async () => {
    const { call, address } = service();
    await expect(
      call('UpdateListener', { ...address, defaultAction: { fixedResponse: { statusCode: 404 } } }),
    ).rejects.toMatchObject({ code: 'ValidationException' });
  });

  test('rejects a listener of another service', async () => {
    const { call, address, lattice, production } = service();
    const other = lattice.createService('other');
    const input = { ...address, serviceIdentifier: other.id, defaultAction: forward([production.id, 1]) };
    await expect(call('UpdateListener', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });
});

test('services, target groups and their targets can be listed', async () => {
  const { call, owner, network, listener, production, canary } = service();
  expect(await call('ListServices', {})).toMatchObject({ items: [{ id: owner.id, status: 'ACTIVE' }] });
  expect(await call('ListServiceNetworks', {})).toMatchObject({
    items: [{ id: network.id, numberOfAssociatedServices: 1 }],
  });
  expect(await call('ListListeners', { serviceIdentifier: owner.id })).toMatchObject({ items: [{ id: listener.id }] });
  expect(await call('ListTargetGroups', {})).toMatchObject({
    items: [{ id: production.id, serviceArns: [owner.arn] }, { id: canary.id }],
  });
  expect(await call('GetTargetGroup', { targetGroupIdentifier: canary.arn })).toMatchObject({
    id: canary.id,
    type: 'LAMBDA',
  });
  // Never HEALTHY: Lambda targets have no health checks.
  expect(await call('ListTargets', { targetGroupIdentifier: canary.id })).toEqual({
    items: [{ id: `${FUNCTION_ARN}:canary`, status: 'UNAVAILABLE' }],
  });
});

test('rejects removing a target group that a listener forwards to', () => {
  const { lattice, canary, listener } = service();
  expect(() => lattice.removeTargetGroup(canary.id)).toThrow(
    `target group ${canary.id} is in use by listener ${listener.id}`,
  );
});
