import { expect, test } from 'vitest';
import { judge } from '../../../local/scenarios/judge-scenario.ts';
import type { Observations } from '../../../local/scenarios/observations.ts';
import type { Scenario } from '../../../local/scenarios/scenario.ts';
import { SCENARIOS } from '../../../local/scenarios/scenarios.ts';
import type { VersionTally } from '../../../local/traffic/tally.ts';

const scenario = (name: string): Scenario => {
  const found = SCENARIOS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
};
const tally = (version: string, requests: number, failures = 0, firstFailureAt?: number): VersionTally => ({
  version,
  release: '',
  requests,
  failures,
  p50: 1,
  p99: 2,
  firstAt: 0,
  lastAt: 1,
  firstFailureAt,
});
const traffic = (...versions: VersionTally[]) => ({
  sent: 0,
  answered: 0,
  unanswered: 0,
  firstBreak: undefined,
  skipped: 0,
  versions,
});

const promoted: Observations = {
  ended: true,
  versions: { first: '1', candidate: '2' },
  weights: { production: 100, canary: 0 },
  weightChanges: [
    { at: 10_000, canary: 10 },
    { at: 900_000, canary: 0 },
  ],
  aliases: { production: '2', canary: '2', previous: '1' },
  claim: undefined,
  execution: { status: 'SUCCEEDED' },
  askedAt: undefined,
  alarmedAt: undefined,
  traffic: traffic(tally('1', 9_000), tally('2', 1_000)),
};
const rolledBack: Observations = {
  ...promoted,
  aliases: { production: '1', canary: '2', previous: '1' },
  execution: { status: 'FAILED', error: 'CanaryRolledBack', cause: 'alarm canary-lambda-errors is on' },
  weightChanges: [
    { at: 10_000, canary: 10 },
    { at: 250_000, canary: 0 },
  ],
  traffic: traffic(tally('1', 9_000), tally('2', 1_000, 900, 10_000)),
};
const failures = (name: string, seen: Observations) =>
  judge(scenario(name), seen).flatMap(({ ok, text }) => (ok ? [] : [text]));

test('a release that went as it should has nothing against it, and says so in figures', () => {
  expect(judge(scenario('healthy'), promoted)).toEqual([
    { ok: true, text: 'the execution ended SUCCEEDED' },
    { ok: true, text: 'production has every request: weights 100/0' },
    { ok: true, text: 'nobody holds the claim: the next release can start' },
    { ok: true, text: 'production is version 2, release 2.0.0; version 1 is kept as previous' },
    { ok: true, text: 'none of 10,000 requests to a healthy version failed' },
    { ok: true, text: '2.0.0 answered 1,000 requests of users' },
  ]);
});

test('failed requests of a broken candidate are what the scenario is about, and nothing against it', () => {
  expect(judge(scenario('errors'), rolledBack)).toContainEqual({
    ok: true,
    text: 'none of 9,000 requests to a healthy version failed',
  });
  expect(failures('errors', rolledBack)).toEqual([]);
});

test.each<[string, string, Partial<Observations>, string]>([
  [
    'a rollout that never ended',
    'healthy',
    { ended: false },
    'the scenario did not come to its end in the time allowed',
  ],
  [
    'another status',
    'healthy',
    { execution: { status: 'FAILED', error: 'ClaimLost', cause: 'the claim was revoked' } },
    'the execution should end SUCCEEDED, got FAILED with ClaimLost: the claim was revoked',
  ],
  [
    'weights that are not at rest',
    'healthy',
    { weights: { production: 90, canary: 10 } },
    'the weights should be 100/0, got 90/10',
  ],
  ['a claim that is still held', 'healthy', { claim: 'arn:e' }, 'the claim should be free, but arn:e holds it'],
  [
    'production on the old version',
    'healthy',
    { aliases: { production: '1', canary: '2', previous: '1' } },
    'alias production should be at version 2, is at 1',
  ],
  [
    'one failed request of production',
    'healthy',
    { traffic: traffic(tally('1', 9_000, 1), tally('2', 1_000)) },
    '1 of 10,000 requests to a healthy version failed',
  ],
  [
    'one failed request of a healthy candidate',
    'healthy',
    { traffic: traffic(tally('1', 9_000), tally('2', 1_000, 1)) },
    '1 of 10,000 requests to a healthy version failed',
  ],
  [
    'a connection that broke',
    'healthy',
    { traffic: { ...promoted.traffic, unanswered: 1, firstBreak: 'socket hang up' } },
    '1 of 10,001 requests to a healthy version failed: 1 got no answer at all (socket hang up)',
  ],
  [
    'no traffic at all',
    'healthy',
    { traffic: traffic() },
    'no healthy version was asked for anything: there was no traffic',
  ],
  [
    'a candidate that nobody met',
    'healthy',
    { traffic: traffic(tally('1', 9_000)) },
    '2.0.0 should have met users, but answered nobody',
  ],
])('rejects %s', (_what, name, change, text) => {
  expect(failures(name, { ...promoted, ...change })).toContain(text);
});

test.each<[string, string, Partial<Observations>, string]>([
  [
    'another error',
    'errors',
    { execution: { status: 'FAILED', error: 'RollbackFailed', cause: 'the listener did not answer' } },
    'the execution should end FAILED with CanaryRolledBack, got FAILED with RollbackFailed: the listener did ' +
      'not answer',
  ],
  [
    'a cause that no person can read',
    'errors',
    { execution: { status: 'FAILED', error: 'CanaryRolledBack', cause: '{"errorType":"Error"}' } },
    'the execution\'s cause should be a sentence, got "{\\"errorType\\":\\"Error\\"}"',
  ],
  [
    'a rollback a second too late',
    'errors',
    {
      weightChanges: [
        { at: 10_000, canary: 10 },
        { at: 250_001, canary: 0 },
      ],
    },
    'production should have had every request back within 240 s of the first bad answer, it took 241 s',
  ],
  [
    'a rollback that never came',
    'errors',
    { weightChanges: [{ at: 10_000, canary: 10 }] },
    'production should have had every request back within 240 s of the first bad answer, and never had',
  ],
  [
    'a broken candidate without a bad answer',
    'errors',
    { traffic: traffic(tally('1', 9_000), tally('2', 5)) },
    'there should be a bad answer, and there is none',
  ],
  ['a dead candidate that a user met', 'dead', {}, 'no user should meet 2.1.0-dead, but it answered 1,000 requests'],
  ['a rollback that nobody asked for', 'sns', {}, 'nobody asked for the rollback'],
  [
    'a candidate that was promoted all the same',
    'errors',
    { aliases: promoted.aliases },
    'alias production should be at version 1, is at 2',
  ],
])('rejects %s', (_what, name, change, text) => {
  expect(failures(name, { ...rolledBack, ...change })).toContain(text);
});

test('an abort is measured from the moment somebody asked', () => {
  const seen: Observations = {
    ...rolledBack,
    execution: { status: 'ABORTED' },
    askedAt: 240_000,
    traffic: promoted.traffic,
  };
  expect(judge(scenario('abort'), seen)).toContainEqual({
    ok: true,
    text: 'production had every request back 10 s after being asked, at most 30 s are allowed',
  });
  expect(failures('abort', seen)).toEqual([]);
  expect(failures('abort', { ...seen, askedAt: 200_000 })).toEqual([
    'production should have had every request back within 30 s of being asked, it took 50 s',
  ]);
});

test('a dead candidate that no user met is turned away as it should be', () => {
  expect(failures('dead', { ...rolledBack, weightChanges: [], traffic: traffic(tally('1', 9_000)) })).toEqual([]);
});
