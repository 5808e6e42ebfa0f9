import { describe, expect, test } from 'vitest';
import type { Certificate } from '../../../cli/certify/certificate.ts';
import { proposalsFor } from '../../../cli/certify/proposals.ts';
import { FakeCloud } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const CERTIFICATE: Certificate = {
  format: 1,
  certifiedAt: '2026-01-05T08:00:00.000Z',
  account: '111111111111',
  region: 'eu-west-1',
  stack: 'SampleStack',
  resolutionSeconds: 2,
  requests: { 200: 3600 },
  targetGroups: { reportedBy: 'id', listed: [] },
  metrics: [],
  calls: { sent: 10, throttled: {} },
  proposals: [],
};
const release = (there: number, back: number): NonNullable<Certificate['release']> => ({
  release: '2.1.0-throws',
  version: '2',
  outcome: 'rolled back',
  timedOut: false,
  timeline: {},
  weightFollowedSeconds: { there, back },
  alias: { stale: 0, seconds: 1 },
  badAnswers: { 502: 12 },
  counted: { exceptions: 12, serverErrors: 12 },
});
const SILENT = { ...CERTIFICATE, targetGroups: { reportedBy: 'nothing', listed: [] } } as const;

const withCertificate = (line: string, certificate: object | string, cloud = new FakeCloud()) =>
  run(line, {
    cloud,
    files: { 'canary-certificate.json': typeof certificate === 'string' ? certificate : JSON.stringify(certificate) },
  });

describe('silent target groups', () => {
  test.each([undefined, 'target-group-metrics'] as const)('speak against answers from %s', (answersFrom) => {
    expect(proposalsFor(SILENT, { settleSeconds: 90, answersFrom })).toMatchObject([{ value: 'access-logs' }]);
  });

  test.each(['access-logs', 'none'] as const)('say nothing against answers from %s', (answersFrom) => {
    expect(proposalsFor(SILENT, { settleSeconds: 90, answersFrom })).toEqual([]);
  });
});

describe('doctor reads the certificate', () => {
  test.each<[string, object, string]>([
    ['weights that took longer than settleSeconds', { release: release(12, 119) }, 'plan.settleSeconds: it is 90'],
    ['silent target groups', { targetGroups: SILENT.targetGroups }, 'answersFrom: target groups report nothing here'],
  ])('and finds %s', async (_, measured, said) => {
    const { out, status } = await withCertificate('doctor', { ...CERTIFICATE, ...measured });
    expect({ status, out }).toEqual({ status: 1, out: expect.stringContaining(said) });
  });

  test('and proposes half as much again as the longest time, rounded up', async () => {
    const { out } = await withCertificate('doctor', { ...CERTIFICATE, release: release(12, 119) });
    expect(out).toContain('VPC Lattice took up to 121 s to follow a weight');
    expect(out).toContain('Set it to 190 and deploy');
  });

  test.each<[string, object]>([
    ['speaks against nothing', { release: release(12, 40) }],
    ['is of another account', { ...SILENT, account: '222222222222' }],
    ['is of another Region', { ...SILENT, region: 'us-east-1' }],
  ])('and finds nothing where it %s', async (_, change) => {
    const { out, status } = await withCertificate('doctor', { ...CERTIFICATE, ...change });
    expect({ status, out }).toEqual({ status: 0, out: 'Shop: everything is as it should be.\n' });
  });

  test.each(['not JSON', '{"format":2}'])('and says that it could not be read: %s', async (text) => {
    const { out, status } = await withCertificate('doctor', text);
    expect({ status, out }).toEqual({
      status: 3,
      out: expect.stringMatching(/^unseen +certificate: .*run certify again/),
    });
  });
});

describe('plan reads the certificate', () => {
  test('and says in one line which setting it speaks against', async () => {
    const { out, status } = await withCertificate('plan', SILENT);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringContaining('\nSet answersFrom to access-logs: ') });
    const { certified } = JSON.parse((await withCertificate('plan --json', SILENT)).out) as { certified: string[] };
    expect(certified).toEqual([expect.stringContaining('Set answersFrom to access-logs')]);
  });

  test('and says when and what was certified where nothing speaks against it', async () => {
    const { out } = await withCertificate('plan', { ...CERTIFICATE, release: release(12, 40) });
    expect(out).toContain(
      '\nCertified 2026-01-05T08:00:00.000Z for this account and Region; weights are followed within 42 s.',
    );
  });

  test('and is as it was where there is none, or it is of another place', async () => {
    const without = await run('plan --json');
    expect(Object.keys(JSON.parse(without.out) as object)).not.toContain('certified');
    expect((await withCertificate('plan --json', { ...SILENT, account: '222222222222' })).out).toBe(without.out);
  });
});
