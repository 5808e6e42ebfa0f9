import { join } from 'node:path';
import { synthesize } from 'local-aws';
import { testCloud } from 'local-aws/testing';
import { expect, onTestFinished, test } from 'vitest';
import { BY_ID, LOGGED } from '../../cli/certify/statistics.ts';
import { APP_DIR } from '../../local/cli/stage.ts';
import { certifyAgainst } from './support/certifying.ts';
import { assemblyOf, newFolder } from './support/live-stage.ts';

test('certify finds that target groups report and how late metrics are, as this cloud has them', async () => {
  const cloud = await testCloud(onTestFinished);
  await cloud.deploy(assemblyOf('1.0.0'));
  const { certificate, err, out, status } = await certifyAgainst(cloud, ['--minutes', '1']);
  expect({ status, err }).toEqual({ status: 0, err: expect.stringContaining('release 1.0.0 answers') });
  expect(certificate?.targetGroups).toMatchObject({ reportedBy: 'id' });
  expect(certificate?.metrics.find(({ statistic }) => statistic === BY_ID)).toMatchObject({
    missing: 0,
    lateSeconds: 0,
    changed: 0,
  });
  expect(Object.keys(certificate?.requests ?? {})).toEqual(['200']);
  expect(certificate?.calls.sent).toBeGreaterThan(10);
  expect(out).toContain('none throttled');
});

test('certify finds that target groups report nothing', async () => {
  const cloud = await testCloud(onTestFinished, { doubts: ['silent-target-groups'] });
  await cloud.deploy(assemblyOf('1.0.0'));
  const { certificate, status } = await certifyAgainst(cloud, ['--minutes', '1']);
  expect({ status, found: certificate?.targetGroups.reportedBy }).toEqual({ status: 0, found: 'nothing' });
  expect(certificate?.proposals).toMatchObject([{ setting: 'answersFrom', value: 'access-logs' }]);
});

test('certify times what access logs count where checks read those, of target groups that report nothing', async () => {
  const folder = newFolder();
  onTestFinished(() => folder.remove());
  const outDir = join(folder.path, '1.0.0');
  await synthesize({
    appDir: APP_DIR,
    outDir,
    context: { release: '1.0.0', canary: { answersFrom: 'access-logs' } },
  });
  const cloud = await testCloud(onTestFinished, { doubts: ['silent-target-groups'] });
  await cloud.deploy(outDir);
  const { certificate, out, status } = await certifyAgainst(cloud, ['--minutes', '1']);
  expect({ status, proposals: certificate?.proposals }).toEqual({ status: 0, proposals: [] });
  const logged = certificate?.metrics.find(({ statistic }) => statistic === LOGGED);
  expect(logged).toMatchObject({ missing: 0 });
  // This cloud delivers a line some seconds after its request.
  expect(logged?.lateSeconds).toBeLessThan(180);
  expect(out).toContain('access log     counts answers');
});

test('certify finds that the account runs too few functions at once, and releases nothing then', async () => {
  const cloud = await testCloud(onTestFinished, { concurrency: 2 });
  await cloud.deploy(assemblyOf('1.0.0'));
  await cloud.deploy(assemblyOf('2.1.0-throws'));
  const { certificate, err, status } = await certifyAgainst(cloud, ['--minutes', '1', '--release', '2']);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('Version 2 is not released') });
  expect(certificate?.requests['500']).toBeGreaterThan(0);
  expect(certificate?.release).toBeUndefined();
  expect(certificate?.functionsAtOnce).toEqual({ account: 2, unreserved: 2 });
});
