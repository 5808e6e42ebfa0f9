import { describe, expect, onTestFinished, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import type { Datum } from '../../src/core/types.ts';
import { AccessLogs } from '../../src/lattice/access-logs.ts';
import { startDataPlane } from '../../src/lattice/data-plane.ts';
import { filterPattern } from '../../src/logs/filter-pattern.ts';
import { LogGroups } from '../../src/logs/log-groups.ts';
import { PLACE, service } from './world.ts';

const LOGS = 'arn:aws:logs:eu-west-1:123456789012:log-group:access:*';

/** Whoever asks gets the status that the path names. */
async function serving() {
  const world = service();
  const { clock, lattice } = world;
  const metrics: Datum[] = [];
  const told: string[] = [];
  const groups = new LogGroups({ metrics: { record: (datum) => void metrics.push(datum) } });
  groups.create('access');
  groups.setFilter('access', 'failed', {
    matches: filterPattern('{ ($.targetGroupArn = "arn:*") && ($.responseCode >= 500) }'),
    namespace: 'Shop',
    name: 'Failed',
    value: 1,
    dimensions: { Group: 'targetGroupArn' },
  });
  const log = (_service: string, message: string) => void told.push(message);
  const dataPlane = await startDataPlane({
    ...world,
    functions: {
      async invoke({ payload }) {
        const { path } = JSON.parse(payload) as { path: string };
        return { executedVersion: '1', payload: JSON.stringify({ statusCode: Number(path.slice(1)), body: 'ok' }) };
      },
      invokeAsync: async () => undefined,
    },
    metrics: { record: () => undefined },
    accessLogs: new AccessLogs({ clock, random: seededRandom(1), lattice, groups, log, delaySeconds: [60, 60] }),
    place: PLACE,
    port: 0,
    log,
  });
  onTestFinished(() => dataPlane.close());
  const ask = async (...statuses: number[]) => {
    for (const status of statuses) await (await fetch(`${dataPlane.url}/${status}`)).text();
  };
  return { ...world, ask, groups, metrics, told };
}

describe('the access log of a service', () => {
  test('has a line for each request, with the fields that AWS documents, a while later', async () => {
    const { ask, clock, groups, lattice, owner, production } = await serving();
    lattice.subscribe(owner.id, LOGS);
    await ask(200, 503);
    await clock.runUntil(clock.now() + 59_000);
    expect(groups.linesOf('access')).toEqual([]);
    await clock.runUntil(clock.now() + 1_000);
    const lines = groups.linesOf('access').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([{ responseCode: 200 }, { responseCode: 503 }]);
    expect(lines[1]).toMatchObject({
      targetGroupArn: production.arn,
      serviceArn: owner.arn,
      requestMethod: 'GET',
      requestPath: '/503',
      bytesSent: 2,
      startTime: new Date(clock.now() - 60_000).toISOString().replace('.000', ''),
      failureReason: '-',
    });
  });

  test('is counted by target group at the time of the request, and what reached no group is not', async () => {
    const { ask, clock, lattice, metrics, owner, production } = await serving();
    lattice.subscribe(owner.id, LOGS);
    const asked = clock.now();
    await ask(500, 200, 502);
    owner.authType = 'AWS_IAM';
    await ask(503);
    await clock.runUntil(clock.now() + 120_000);
    const sample = { namespace: 'Shop', name: 'Failed', dimensions: { Group: production.arn }, value: 1, time: asked };
    expect(metrics).toEqual([sample, sample]);
  });

  test('tells of a request that nobody let in, without a target group', async () => {
    const { ask, clock, groups, lattice, owner } = await serving();
    lattice.subscribe(owner.id, LOGS);
    owner.authType = 'AWS_IAM';
    await ask(200);
    await clock.runUntil(clock.now() + 60_000);
    expect(groups.linesOf('access').map((line) => JSON.parse(line) as object)).toMatchObject([
      { responseCode: 403, targetGroupArn: '-', authDeniedReason: 'Service', failureReason: 'ClientAccessDenied' },
    ]);
  });

  test('is empty without a subscription, and lines of a group that is gone are lost, which is told', async () => {
    const { ask, clock, groups, lattice, owner, told } = await serving();
    await ask(200);
    await clock.runUntil(clock.now() + 60_000);
    expect(groups.linesOf('access')).toEqual([]);
    lattice.subscribe(owner.id, LOGS);
    await ask(200);
    groups.remove('access');
    await clock.runUntil(clock.now() + 60_000);
    expect(told).toEqual([`1 lines of ${owner.id} are lost: there is no log group access`]);
  });
});
