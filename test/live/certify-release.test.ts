import { testCloud } from 'local-aws/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createOperator } from '../../local/cli/operator.ts';
import { certifyAgainst } from './support/certifying.ts';
import { assemblyOf } from './support/live-stage.ts';

const seconds = (at: string | undefined) => Math.floor(Date.parse(at ?? '') / 1000);

/** The sample with a version that throws, and the cloud's own word of all that happens. */
async function sample(options: Parameters<typeof testCloud>[1] = {}) {
  const alarms: { name: string; state: string; at: number }[] = [];
  const cloud = await testCloud(onTestFinished, {
    ...options,
    onAlarm: ({ alarm: { config, state } }) =>
      void alarms.push({ name: config.name, state: state.value, at: state.since }),
  });
  await cloud.deploy(assemblyOf('1.0.0'));
  await cloud.deploy(assemblyOf('2.1.0-throws'));
  const written: { at: number; canary: number }[] = [];
  const group = cloud.outputs['CanaryTargetGroupId'];
  cloud.lattice.onWeights(({ groups, writtenAt }) => {
    written.push({ at: writtenAt, canary: groups.find(({ targetGroupId }) => targetGroupId === group)?.weight ?? 0 });
  });
  const failed: { at: number; status: number }[] = [];
  cloud.traffic.onServed(({ status, time, version }) => version === '2' && failed.push({ at: time, status }));
  const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
  onTestFinished(() => operator.close());
  return { cloud, alarms, written, failed, operator };
}

test("the timeline that certify tells agrees with the cloud's own log to the second", async () => {
  const { alarms, cloud, failed, operator, written } = await sample();
  const { certificate, out, status } = await certifyAgainst(cloud, ['--minutes', '1', '--release', '2']);
  expect(status).toBe(0);
  const release = certificate?.release;
  const told = Object.fromEntries(Object.entries(release?.timeline ?? {}).map(([name, at]) => [name, seconds(at)]));
  const first = failed[0]?.at ?? 0;
  const last = failed.at(-1)?.at ?? 0;
  const logged = {
    shifted: written.find(({ canary }) => canary > 0)?.at ?? 0,
    firstOfCanary: first,
    firstBad: first,
    alarm: alarms.find(({ name, state }) => name.startsWith('canary-') && state === 'ALARM')?.at ?? 0,
    listenerWritten: written.findLast(({ canary }) => canary === 0)?.at ?? 0,
    lastBad: last,
  };
  const apart = Object.entries(logged).map(
    ([moment, at]) => [moment, Math.abs((told[moment] ?? Number.NaN) - Math.floor(at / 1000))] as const,
  );
  expect(apart.filter(([, difference]) => !(difference <= 1))).toEqual([]);
  expect(told['revoked']).toBeGreaterThanOrEqual((told['alarm'] ?? 0) - 1);
  expect(told['revoked']).toBeLessThanOrEqual((told['listenerWritten'] ?? 0) + 1);
  // What clients of the local cloud get of a target that throws, each of them counted once.
  expect(release?.badAnswers).toEqual({ 502: failed.length });
  expect(release?.counted).toEqual({ exceptions: failed.length, serverErrors: failed.length });
  expect(out).toMatch(/\n +\d\d:\d\d:\d\d +\+ +\d+ s +last bad answer\n/);
  expect(release?.weightFollowedBy?.by).toBe('request');
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
});

const THREE = 'three beliefs that do not hold: silent target groups, slow weights, late alarms';

test(`certify finds each of ${THREE}`, async () => {
  const { cloud, operator } = await sample({
    doubts: ['silent-target-groups'],
    propagationSeconds: 120,
    publicationDelaySeconds: [600, 600],
  });
  const { certificate, out, status } = await certifyAgainst(cloud, ['--minutes', '1', '--release', '2']);
  expect(status).toBe(0);
  expect(certificate?.targetGroups.reportedBy).toBe('nothing');
  const { there = 0, back = 0 } = certificate?.release?.weightFollowedSeconds ?? {};
  for (const followed of [there, back]) {
    expect(followed).toBeGreaterThanOrEqual(118);
    expect(followed).toBeLessThan(140);
  }
  expect(certificate?.release?.counted.serverErrors).toBe(0);
  // The comparison found it, minutes before any alarm would have.
  expect(certificate?.release?.timeline.revoked).toBeDefined();
  expect(certificate?.release?.timeline.alarm).toBeUndefined();
  expect(out).toContain('no alarm went on before it was over');
  const settings = certificate?.proposals.map(({ setting }) => setting);
  expect(settings).toEqual(['plan.settleSeconds', 'answersFrom']);
  expect(out).toMatch(/set +plan\.settleSeconds to \d+: it is 90, and VPC Lattice took up to 1[23]\d s/);
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
});

test('certify finds that weights are followed by connection', async () => {
  const { cloud, operator } = await sample({ doubts: ['weights-by-connection'] });
  const { certificate, out, status } = await certifyAgainst(cloud, ['--minutes', '1', '--release', '2']);
  expect(status).toBe(0);
  expect(certificate?.release?.weightFollowedBy).toMatchObject({ by: 'connection', canary: 0 });
  expect(out).toMatch(/connections +weights are followed by connection/);
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
});

test('Ctrl-C aborts the release that certify started, says so, and production gets everything back', async () => {
  const { cloud, operator, written } = await sample();
  const args = ['--minutes', '1', '--release', '2'];
  const shifted = () => written.some(({ canary }) => canary > 0);
  const { certificate, err, status } = await certifyAgainst(cloud, args, (_, interrupt) => shifted() && interrupt());
  expect({ status, certificate }).toEqual({ status: 130, certificate: undefined });
  expect(err).toContain('The release that certify started is aborted (certify was ended)');
  await cloud.advanceUntil(async () => (await operator.claim()) === undefined, 600);
  expect(await operator.weights()).toEqual({ production: 100, canary: 0 });
  expect((await operator.aliases()).production).toBe('1');
});
