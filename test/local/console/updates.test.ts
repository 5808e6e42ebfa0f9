import { expect, test } from 'vitest';
import type { CloudView, ServiceParts, TrafficPoint } from '../../../local/console/model/protocol.ts';
import { type Picture, told, Updates } from '../../../local/console/updates.ts';

const CLOUD: CloudView = { endpoint: 'http://127.0.0.1:1', region: 'eu-west-1', services: [], releases: [] };
const point = (at: number): TrafficPoint => ({ at, seconds: 1, versions: { 1: [1, 0] } });

function picture(weight: number, points: readonly TrafficPoint[]): Picture {
  const parts: ServiceParts = {
    release: { versions: [], aliases: {}, weight, planned: [], waysBack: [] },
    executions: [],
    alarms: [],
    weights: [],
    ways: { next: [] },
  };
  return {
    cloudId: 'a',
    clock: { now: 1, speed: 60 },
    cloud: told(CLOUD),
    services: [
      {
        id: 's',
        parts: {
          release: told(parts.release),
          executions: told(parts.executions),
          alarms: told(parts.alarms),
          weights: told(parts.weights),
          ways: told(parts.ways),
        },
      },
    ],
    trafficSince: (_, after) => points.filter(({ at }) => at > after),
  };
}

test('the first update has everything, the next only what has changed', () => {
  const updates = new Updates();
  expect(updates.next(picture(0, [point(1)]))).toEqual({
    cloudId: 'a',
    clock: { now: 1, speed: 60 },
    cloud: CLOUD,
    parts: {
      s: {
        release: { versions: [], aliases: {}, weight: 0, planned: [], waysBack: [] },
        executions: [],
        alarms: [],
        weights: [],
        ways: { next: [] },
      },
    },
    traffic: { s: [point(1)] },
  });
  expect(updates.next(picture(0, [point(1)]))).toEqual({ cloudId: 'a', clock: { now: 1, speed: 60 } });
  expect(updates.next(picture(10, [point(1), point(2)]))).toEqual({
    cloudId: 'a',
    clock: { now: 1, speed: 60 },
    parts: { s: { release: { versions: [], aliases: {}, weight: 10, planned: [], waysBack: [] } } },
    traffic: { s: [point(2)] },
  });
});

test('the two sides of a release are told apart from its parts, when they have changed', () => {
  const updates = new Updates();
  const side = { version: '', requests: 0, failures: 0 };
  const withSides = (requests: number): Picture => {
    const { services, ...rest } = picture(10, []);
    const sides = told({ since: 1, canary: { ...side, requests }, production: side });
    return { ...rest, services: services.map((service) => ({ ...service, sides })) };
  };
  expect(updates.next(withSides(1)).sides?.['s']?.canary.requests).toBe(1);
  expect(updates.next(withSides(1))).toEqual({ cloudId: 'a', clock: { now: 1, speed: 60 } });
  const changed = updates.next(withSides(2));
  expect(changed.sides?.['s']?.canary.requests).toBe(2);
  expect(changed).not.toHaveProperty('parts');
});
