import { describe, expect, test } from 'vitest';
import { type Certificate, certificateSchema } from '../../../cli/certify/certificate.ts';
import { BY_ID, LOGGED } from '../../../cli/certify/statistics.ts';
import type { Definition } from '../../../cli/story/definition.ts';
import { DEFAULT_PLAN } from '../../../statemachine/contract/plan.ts';
import { definitionOf } from '../../../verify/definition.ts';
import { answer, sampleAnswers } from '../support/fake-certifier.ts';
import { FakeCloud, open, START } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

/** Runs it while time passes by five seconds at each pause. */
async function certifying(change: (cloud: FakeCloud) => void = () => undefined, line = 'certify --minutes 2') {
  const cloud = new FakeCloud();
  change(cloud);
  const ran = await run(line, { cloud, meanwhile: () => (cloud.nowAt += 5_000) });
  const text = ran.files.get('canary-certificate.json');
  const certificate = text === undefined ? undefined : certificateSchema.parse(JSON.parse(text));
  return { ...ran, cloud, certificate };
}

const metric = (certificate: Certificate | undefined, label: string) =>
  certificate?.metrics.find(({ statistic }) => statistic === label);

describe('certify measures a sample that behaves as is believed', () => {
  test('and writes where, when, what was answered and how late each metric was', async () => {
    const { certificate, err, out, status } = await certifying();
    expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining("sample's release 1.0.0 answers") });
    expect(certificate).toMatchObject({
      account: '111111111111',
      region: 'eu-west-1',
      resolutionSeconds: 5,
      targetGroups: { reportedBy: 'id' },
      proposals: [],
    });
    expect(Object.keys(certificate?.requests ?? {})).toEqual(['200']);
    expect(metric(certificate, BY_ID)).toEqual({
      statistic: BY_ID,
      minutes: 2,
      missing: 0,
      lateSeconds: 20,
      changed: 0,
      settledSeconds: 20,
    });
    expect(out).toContain('target groups  target groups report, under their id');
    expect(out).toContain(`${BY_ID}: there 20 s after its minute at the latest`);
  });

  test('and changes nothing', async () => {
    const { cloud } = await certifying();
    expect(cloud.asked).toEqual([]);
  });
});

const errorsLate = (label: string) => (label === 'Errors Sum' ? 200 : 20);

describe('certify finds each belief that does not hold', () => {
  test('target groups that report nothing: answersFrom access-logs is proposed', async () => {
    const { certificate, out } = await certifying((cloud) => (cloud.certifying.groupsBy = 'nothing'));
    expect(certificate?.targetGroups.reportedBy).toBe('nothing');
    expect(certificate?.proposals).toMatchObject([{ setting: 'answersFrom', value: 'access-logs' }]);
    expect(out).toMatch(/set +answersFrom to access-logs/);
    expect(metric(certificate, BY_ID)).toMatchObject({ missing: 2 });
  });

  test('target groups that report under their ARN', async () => {
    const { certificate } = await certifying((cloud) => (cloud.certifying.groupsBy = 'ARN'));
    expect(certificate?.targetGroups.reportedBy).toBe('ARN');
    expect(certificate?.proposals).toMatchObject([{ setting: 'answersFrom', value: 'access-logs' }]);
  });

  test('target groups that CloudWatch lists under another value', async () => {
    const { certificate } = await certifying((cloud) => {
      cloud.certifying.groupsBy = 'nothing';
      cloud.certifying.listed = ['targetgroup:tg-production:lambda'];
    });
    expect(certificate?.targetGroups.reportedBy).toBe('another value');
  });

  test('one statistic of a minute that is later than the others', async () => {
    const { certificate } = await certifying((cloud) => (cloud.certifying.lateSeconds = errorsLate));
    expect(metric(certificate, 'Errors Sum')?.lateSeconds).toBe(200);
    expect(metric(certificate, 'Invocations Sum')?.lateSeconds).toBe(20);
  });

  test('a statistic that changes after it was there', async () => {
    const { certificate, out } = await certifying((cloud) => {
      cloud.certifying.revised = (label, value, after) => (label === BY_ID && after < 60 ? value - 1 : value);
    });
    expect(metric(certificate, BY_ID)).toMatchObject({ lateSeconds: 20, changed: 2, settledSeconds: 60 });
    expect(out).toContain('changed in 2 minutes, until 60 s after');
  });

  test('API calls that were throttled', async () => {
    const { certificate, out } = await certifying(
      (cloud) => (cloud.certifying.throttled = { 'CloudWatch DescribeAlarms': 3 }),
    );
    expect(certificate?.calls.throttled).toEqual({ 'CloudWatch DescribeAlarms': 3 });
    expect(out).toContain('throttled: CloudWatch DescribeAlarms 3 times');
  });

  test('and says that nothing is known where nobody counted anything', async () => {
    const { certificate } = await certifying((cloud) => (cloud.certifying.lateSeconds = () => Infinity));
    expect(certificate?.targetGroups.reportedBy).toBe('unknown');
    expect(certificate?.proposals).toEqual([]);
  });
});

describe('certify tells how many functions may run at once', () => {
  test('and that all share what is not reserved', async () => {
    const { certificate, out } = await certifying();
    expect(certificate?.functionsAtOnce).toEqual({ account: 1_000, unreserved: 900 });
    expect(out).toContain('at once: 1,000 in this account and Region, 900 of them not reserved: canary,');
  });

  test("and what a new account's 10 mean", async () => {
    const { certificate, out } = await certifying(
      (cloud) => (cloud.certifying.atOnce = { account: 10, unreserved: 10 }),
    );
    expect(certificate?.functionsAtOnce).toEqual({ account: 10, unreserved: 10 });
    expect(out).toMatch(/10 in this account and Region, .* few as in a new account: .* Ask Service Quotas for more/);
  });

  test('or that Lambda does not tell, and measures the rest', async () => {
    const { certificate, err, out, status } = await certifying(
      (cloud) => (cloud.certifying.atOnce = new Error('no such luck')),
    );
    expect({ status, atOnce: certificate?.functionsAtOnce }).toEqual({ status: 0, atOnce: undefined });
    expect(err).toContain('How many functions may run at once is not known: no such luck');
    expect(out).toContain('at once: not known');
  });
});

const inLogs = definitionOf(DEFAULT_PLAN, { answersFrom: 'access-logs' }) as unknown as Definition;

/** Of a machine whose checks read access logs, beside target groups that report nothing. */
const certifyingLogs = (change: (cloud: FakeCloud) => void = () => undefined) =>
  certifying((cloud) => {
    cloud.definition = inLogs;
    cloud.certifying.groupsBy = 'nothing';
    change(cloud);
  });

describe('certify times what a check reads: where that is access logs', () => {
  test('their metrics, and it waits for no target group', async () => {
    const { certificate, cloud, out } = await certifyingLogs((each) => {
      each.certifying.lateSeconds = (label) => (label === LOGGED ? 140 : 20);
    });
    expect(metric(certificate, LOGGED)).toMatchObject({ minutes: 2, missing: 0, lateSeconds: 140 });
    expect(metric(certificate, BY_ID)).toBeUndefined();
    expect(certificate).toMatchObject({ answersFrom: 'access-logs', targetGroups: { reportedBy: 'nothing' } });
    expect(out).toContain('access log     counts answers; checks read it, not the target groups\n');
    // Two minutes to the next whole one and of requests, and then what is there is looked at for two.
    expect((cloud.nowAt - START) / 60_000).toBeLessThan(7);
  });

  test('and says that releases will be held where nothing is counted in them', async () => {
    const { certificate, out } = await certifyingLogs((cloud) => (cloud.certifying.logged = false));
    expect(metric(certificate, LOGGED)).toMatchObject({ missing: 2 });
    expect(out).toContain('nothing is counted in it');
    expect(out).toContain('(BlindToAnswers)');
  });

  test('and says that they are later than checks wait', async () => {
    const { out } = await certifyingLogs((cloud) => {
      cloud.certifying.lateSeconds = (label) => (label === LOGGED ? 250 : 20);
    });
    expect(out).toContain('It is up to 250 s late, and they wait 180 s: report it');
  });
});

const shop = (cloud: FakeCloud) => (cloud.certifying.descriptions['1'] = 'Checkout of the shop');
const otherGreeting = (cloud: FakeCloud) => (cloud.certifying.answers = () => answer(200, '1.0.0', { message: 'Hi' }));
const otherRelease = (cloud: FakeCloud) => (cloud.certifying.answers = (path) => sampleAnswers(path, '3.0.0'));
const signedOnly = (cloud: FakeCloud) => (cloud.certifying.answers = () => answer(403, ''));
const everything = (cloud: FakeCloud) =>
  (cloud.certifying.answers = () => answer(200, '1.0.0', { message: 'Hello, canary-certify!' }));

describe('certify refuses', () => {
  test.each([
    ["somebody's own function, by what its version says of itself", shop, /version 1 .* says of itself "Checkout/],
    ['one that wants signed requests, naming what is not measured', signedOnly, /DoesNotSign: .*403.* Not measured: t/],
    ['one that greets otherwise', otherGreeting, /NotTheSample: \/hello/],
    ['one whose answers tell another release than its version', otherRelease, /NotTheSample: \/hello/],
    ['one that answers every path', everything, /NotTheSample: \/canary-certify-asks-for-nothing/],
  ])('%s', async (_, change, said) => {
    const { cloud, err, files, status } = await certifying(change);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(said) });
    expect({ asked: cloud.asked, files: [...files] }).toEqual({ asked: [], files: [] });
  });

  test('while a release runs', async () => {
    const { err, status } = await certifying((cloud) => (cloud.record = { revision: 2, rollout: open }));
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('RolloutInProgress') });
  });

  test('to measure for no time', async () => {
    const { err, status } = await certifying(undefined, 'certify --minutes 0');
    expect({ status, err }).toEqual({ status: 64, err: expect.stringContaining('from 1 to 60') });
  });
});

test('certify ends at Ctrl-C and writes nothing', async () => {
  const cloud = new FakeCloud();
  const { files, status } = await run('certify', {
    cloud,
    meanwhile: (pause, interrupt) => pause === 3 && interrupt(),
  });
  expect({ status, files: [...files] }).toEqual({ status: 130, files: [] });
});
