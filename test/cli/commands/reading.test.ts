import { describe, expect, it } from 'vitest';
import { DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { alarm, FakeCloud, open, promoted, rolledBack } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

describe('status', () => {
  it('says of a service at rest what it runs', async () => {
    const cloud = new FakeCloud();
    cloud.record = { revision: 4, last: promoted };
    expect(await run('status', { cloud })).toMatchObject({
      status: 0,
      out: `Shop (stack ShopStack)
  weights    production 100 %, canary 0 %
  versions   canary 1, previous 1, production 1; newest 2
  release    none runs
  last       version 2 over 1 promoted at 2026-01-05T09:35:00.000Z
  alarms     none of 5 is on
`,
    });
  });

  it('says of a release in the middle where it is, and which alarms are on', async () => {
    const cloud = new FakeCloud();
    cloud.weights = { production: 90, canary: 10 };
    cloud.record = {
      revision: 4,
      rollout: { ...open, holdAt: 10, heldSince: '2026-01-05T09:07:00.000Z' },
      last: rolledBack,
    };
    cloud.live = [
      alarm('canary-errors', {
        state: 'ALARM',
        reason:
          'Threshold Crossed: 1 out of the last 1 datapoints [38.0 (05/01/26 09:15:00)] was greater than the ' +
          'threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
      }),
    ];
    const { out } = await run('status', { cloud });
    expect(out).toContain('  weights    production 90 %, canary 10 %\n');
    expect(out).toContain(
      '  release    version 2 over 1, advancing at 10 %, held since 2026-01-05T09:07:00.000Z, since ' +
        '2026-01-05T09:00:00.000Z (e1)\n',
    );
    expect(out).toContain('  last       version 2 over 1 rolled back at 2026-01-05T09:35:00.000Z: checkout is slow\n');
    expect(out).toContain('  alarms     1 of 1 on\n             canary-errors: 38 was greater than the threshold 5\n');
  });

  it('counts the alarms on the rollbacks themselves', async () => {
    const cloud = new FakeCloud();
    cloud.live = cloud.live.map((each) =>
      each.name.endsWith('-Shop') ? alarm(each.name, { state: 'ALARM', reason: 'it fails' }) : each,
    );
    expect((await run('status', { cloud })).out).toContain(`  alarms     2 of 5 on
             rollback-undelivered-Shop: it fails
             watchdog-errors-Shop: it fails
`);
  });

  it('says for want of what a release is held', async () => {
    const cloud = new FakeCloud();
    cloud.record = {
      revision: 4,
      rollout: {
        ...open,
        heldAt: 10,
        heldSince: '2026-01-05T09:17:00.000Z',
        heldBecause: '4 requests seen (19 needed)',
      },
    };
    expect((await run('status', { cloud })).out).toContain(
      'advancing at 10 %, held since 2026-01-05T09:17:00.000Z (4 requests seen (19 needed)), since',
    );
    cloud.record = {
      revision: 5,
      rollout: { ...open, confirmedWeight: 30, heldAt: 10, heldSince: '2026-01-05T09:17:00.000Z', goOn: true },
    };
    expect((await run('status', { cloud })).out).toContain('advancing at 30 %, since');
  });

  it('is one JSON object with --json', async () => {
    expect(JSON.parse((await run('status --json')).out)).toEqual({
      service: 'Shop',
      stack: 'ShopStack',
      newestVersion: '2',
      weights: { production: 100, canary: 0 },
      aliases: { canary: '1', previous: '1', production: '1' },
      rollout: null,
      last: null,
      alarmsOn: [],
    });
  });
});

describe('plan', () => {
  it('says steps, waits, alarms, duration and price of the default plan', async () => {
    expect(await run('plan')).toMatchObject({
      status: 0,
      out: `Would release version 2 over 1:
  +00:00  10 %       settle 01:30, bake 05:00, a check every 60 s
  +06:30  30 %       settle 01:30, bake 05:00, a check every 60 s
  +13:00  50 %       settle 01:30, bake 05:00, a check every 60 s
  +19:30  100 %      settle 01:30, bake 05:00, a check every 60 s
  +26:00  promotion  settle 03:00
  +29:00  watch      watch production 05:00, a check every 60 s
  +34:00  promoted
  alarms on the canary: canary-errors, canary-duration
  alarms on production: production-errors
In all 34:00 of waiting and a few seconds of work, 94 state transitions, about 0.0079 USD (docs/costs.md).
A bake with fewer than 19 requests, or whose alarms cannot be read, goes on for up to 10:00. \
Then few requests advance with a warning; anything else rolls back. \
A source that counts nothing holds it there too, for up to 4:00:00.
`,
    });
  });

  it('says how many requests each weight needs, and that too few of them hold the release', async () => {
    const cloud = new FakeCloud();
    const steps = DEFAULT_PLAN.steps.map((step, i) => (i === 0 ? { ...step, minRequests: 1200 } : step));
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, steps, tooFewRequests: 'hold' });
    const { out } = await run('plan', { cloud });
    expect(out).toContain(
      'A bake with fewer than 1,200 requests (10 %), 19 (30 %, 50 %, 100 %), or whose alarms cannot be read, ' +
        'goes on for up to 10:00. Then too few requests hold it there until somebody says go-on, for up to ' +
        '4:00:00; anything else rolls back. A source that counts nothing holds it there too, for up to ' +
        '4:00:00.\n',
    );
    const told = JSON.parse((await run('plan --json', { cloud })).out) as { stretches: { minRequests: number }[] };
    expect(told).toMatchObject({ tooFewRequests: 'hold' });
    expect(told.stretches.map(({ minRequests }) => minRequests)).toEqual([1200, 19, 19, 19, 0, 0]);
  });

  it('says what else is compared, and what it costs', async () => {
    const cloud = new FakeCloud();
    const count = {
      namespace: 'Shop',
      metricName: 'Checkouts',
      canary: { alias: 'canary' },
      production: { alias: 'production' },
    };
    const metrics = [{ noun: 'failed checkouts', bad: { ...count, metricName: 'FailedCheckouts' }, all: count }];
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, compare: { ...DEFAULT_COMPARE, metrics } });
    const { out } = await run('plan', { cloud });
    expect(out).toContain('  compared with production: errors, answers with status 5XX, latency, failed checkouts\n');
    // 20 checks of 4 statistics more, at 0.01 per 1,000.
    expect(out).toContain('about 0.0087 USD');
  });

  it('says that the slow tail is compared, and what it costs', async () => {
    const cloud = new FakeCloud();
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, compare: { ...DEFAULT_COMPARE, tailShare: 0.001 } });
    const { out } = await run('plan', { cloud });
    expect(out).toContain('  compared with production: errors, answers with status 5XX, latency, slow tail\n');
    // 20 checks of 9 statistics more, at 0.01 per 1,000.
    expect(out).toContain('about 0.0097 USD');
  });

  it('prices a check that compares nothing by what it asks for, and says where 5XX are not seen', async () => {
    const cloud = new FakeCloud();
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, compare: false });
    const before = await run('plan --json', { cloud });
    // Requests and answers: 20 checks of 2 statistics in place of 26, at 0.01 per 1,000.
    expect(JSON.parse(before.out)).toMatchObject({ answersFrom: 'target-group-metrics' });
    const dollars = async () => (JSON.parse((await run('plan --json', { cloud })).out) as { dollars: number }).dollars;
    const two = await dollars();
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, compare: false }, { answersFrom: 'none' });
    expect(two - (await dollars())).toBeCloseTo(20 * 0.00001, 8);
    expect((await run('plan', { cloud })).out).toContain(
      '  answers with status 5XX are not seen (answersFrom: none)\n',
    );
    cloud.definition = definitionOf({ ...DEFAULT_PLAN, compare: false }, { answersFrom: 'access-logs' });
    expect(await dollars()).toBeCloseTo(two, 8);
    expect((await run('plan', { cloud })).out).toContain('  answers are counted up to five minutes late (answersFrom');
  });

  it('says what would refuse it', async () => {
    const cloud = new FakeCloud();
    cloud.weights = { production: 70, canary: 30 };
    cloud.live = [alarm('canary-errors', { state: 'ALARM' }), alarm('production-errors')];
    const { out, status } = await run('plan', { cloud });
    expect(status).toBe(0);
    expect(out.slice(out.indexOf('Now it'))).toBe(`Now it would be refused:
  WeightsDrifted: production 70, canary 30, and no release runs
  AlarmMissing: canary-duration
  CanaryAlarmActive: canary-errors, unless off within 15 minutes
`);
    cloud.record = { revision: 2, rollout: open };
    expect(JSON.parse((await run('plan --json', { cloud })).out)).toMatchObject({
      version: '2',
      production: '1',
      seconds: 2040,
      transitions: 94,
      obstacles: [
        expect.stringContaining('RolloutInProgress: another release holds the service: e1'),
        expect.any(String),
        expect.any(String),
      ],
    });
  });

  it('says when the newest version is not what was deployed', async () => {
    const cloud = Object.assign(new FakeCloud(), { unpublished: ['Timeout'] });
    expect((await run('plan', { cloud })).out).toContain(
      'Now it would be refused:\n  ConfigurationNotPublished: the function is configured otherwise than version 2',
    );
  });

  it('warns of a version that was rolled back before, with the last reason, and starts it all the same', async () => {
    const cloud = new FakeCloud();
    cloud.closed.set('e0', { ...rolledBack, id: 'e0', closedAt: '2026-01-04T09:35:00.000Z', reason: 'too slow' });
    cloud.closed.set('e9', { ...rolledBack, id: 'e9', version: '7' });
    expect((await run('plan', { cloud })).out).toContain(
      '\nVersion 2 was rolled back before: 2026-01-04 09:35, too slow\n',
    );
    cloud.record = { revision: 4, last: rolledBack };
    expect((await run('plan', { cloud })).out).toContain(
      '\nVersion 2 was rolled back before, 2 times; last 2026-01-05 09:35, checkout is slow\n',
    );
    expect(JSON.parse((await run('plan --json', { cloud })).out)).toMatchObject({
      rolledBackBefore: [
        { at: '2026-01-05T09:35:00.000Z', reason: 'checkout is slow' },
        { at: '2026-01-04T09:35:00.000Z', reason: 'too slow' },
      ],
    });
    expect((await run('start', { cloud })).status).toBe(0);
  });

  it('says that it could not look whether it was, and no more', async () => {
    const cloud = new FakeCloud();
    cloud.fail.set('past', Object.assign(new Error('no dynamodb:Query.'), { name: 'AccessDeniedException' }));
    const { out, status } = await run('plan', { cloud });
    expect(status).toBe(0);
    expect(out).toContain('history: not permitted: no dynamodb:Query.');
  });

  it('says when there is nothing to release', async () => {
    const cloud = new FakeCloud();
    cloud.aliases = [{ name: 'production', versions: ['2'] }];
    expect((await run('plan', { cloud })).out).toMatch(
      /^Version 2, the newest, is in production already: nothing to release\.\n/,
    );
  });
});
