import { expect, test } from 'vitest';
import { NO_METRICS, violationsOf } from './leg-violations.ts';
import type { Moment } from './moments.ts';
import type { Observations } from './observations.ts';

const execution = 'arn:aws:states:eu-west-1:123456789012:execution:rollout:one';
const weights = (canary: number): Moment => ({ what: 'weights', production: 100 - canary, canary });
const started: Moment = { what: 'started', execution };
const advanced: Moment = { what: 'advanced', execution };
const promotes: Moment = { what: 'alias', alias: 'production', version: '2' };
const begins: Moment = { what: 'deploy begins' };
const deployed: Moment = { what: 'deployed' };
const redriven: Moment = { what: 'redriven', execution };
const asked: Moment = { what: 'asked' };
const ends = (status: string, error = '', cause = ''): Moment => ({ what: 'ended', execution, status, error, cause });

const NOT_ALL: Moment = { what: 'weights', production: 90, canary: 0 };

const users = { answered: 99, unanswered: 0, versions: [{ version: '1', failures: 0 }] };
const released = [
  started,
  weights(10),
  begins,
  deployed,
  advanced,
  weights(100),
  advanced,
  promotes,
  weights(0),
  advanced,
];

const PROMOTED: Observations = {
  ending: { outcome: 'promoted', status: 'SUCCEEDED' },
  versions: { first: '1', candidate: '2' },
  stuck: undefined,
  moments: [...released, ends('SUCCEEDED')],
  written: [],
  execution,
  weights: { production: 100, canary: 0 },
  aliases: { production: '2', canary: '2', previous: '1' },
  claim: undefined,
  running: 0,
  closed: { outcome: 'promoted', error: undefined },
  complaints: [],
  undelivered: 0,
  users,
};
const ROLLED_BACK: Observations = {
  ...PROMOTED,
  ending: { outcome: 'rolled back', status: 'FAILED' },
  moments: [started, weights(10), begins, deployed, asked, weights(0), ends('FAILED', 'CanaryRolledBack')],
  aliases: { production: '1', canary: '2', previous: '1' },
  closed: { outcome: 'rolled back', error: 'CanaryRolledBack' },
};
/** An alarm that the running release needs is gone with the update. */
const WITHOUT_ALARM: Observations = {
  ...ROLLED_BACK,
  ending: PROMOTED.ending,
  moments: [started, weights(10), begins, deployed, weights(0), ends('FAILED', 'CanaryRolledBack')],
  closed: { outcome: 'rolled back', error: 'AlarmMissing' },
};

test.each([
  ['promoted', PROMOTED],
  ['rolled back', ROLLED_BACK],
  ['rolled back for an alarm that is gone', WITHOUT_ALARM],
  [
    'told by name that it lost its claim',
    { ...ROLLED_BACK, complaints: ['Check: ClaimLost: one no longer holds the claim'] },
  ],
  [
    'unable to be judged, as the rehearsal has it',
    { ...ROLLED_BACK, complaints: [`Check: InvalidParameterCombination: ${NO_METRICS}`] },
  ],
] satisfies [string, Observations][])('a release that is %s is as it should be', (_, seen) => {
  expect(violationsOf(seen)).toEqual([]);
});

test.each([
  [
    'I1: the release does not run, and production 90, canary 10 is written',
    { ...PROMOTED, moments: [...PROMOTED.moments, weights(10)] },
  ],
  [
    'I2: a rollback was asked for, and production 90, canary 10 is written',
    { ...ROLLED_BACK, moments: [started, asked, weights(10), weights(0), ends('FAILED', 'CanaryRolledBack')] },
  ],
  [
    'I3: production moves to version 2, and no check found 100 % good',
    { ...PROMOTED, moments: [started, weights(10), advanced, weights(100), promotes, ends('SUCCEEDED')] },
  ],
  [
    'I3: production moves to version 2, and no check found any % good',
    { ...PROMOTED, moments: [started, promotes, ends('SUCCEEDED')] },
  ],
  ['I4: production should run version 1, runs 2', { ...ROLLED_BACK, aliases: PROMOTED.aliases }],
  ['I4: previous should keep version 1, keeps 2', { ...PROMOTED, aliases: { ...PROMOTED.aliases, previous: '2' } }],
  [
    'I5: should rest at production 100, got production 90, canary 10',
    { ...PROMOTED, weights: { production: 90, canary: 10 } },
  ],
  ['I5: one still holds the claim', { ...PROMOTED, claim: execution }],
  ['I5: 1 executions still run', { ...PROMOTED, running: 1 }],
  ['I6: 1 requests for a rollback were not delivered', { ...PROMOTED, undelivered: 1 }],
  [
    'I7: the deploy writes the weights: production 100, canary 0',
    { ...PROMOTED, moments: [begins, weights(0), deployed, ...PROMOTED.moments] },
  ],
  [
    'I7: the deploy writes or replaces an AWS::Lambda::Alias, which rollouts own',
    { ...PROMOTED, written: ['AWS::Lambda::Alias'] },
  ],
  [
    'I8: a redriven execution writes production 90, canary 10',
    { ...ROLLED_BACK, moments: [...ROLLED_BACK.moments, redriven, started, weights(10)] },
  ],
  ['the weights do not add up: production 90, canary 0', { ...PROMOTED, moments: [NOT_ALL, ...PROMOTED.moments] }],
  ['the release: it has no end', { ...PROMOTED, moments: PROMOTED.moments.slice(0, -1) }],
  [
    'the release: should end SUCCEEDED, got FAILED CanaryRolledBack: ClaimLost',
    { ...PROMOTED, moments: [...PROMOTED.moments.slice(0, -1), ends('FAILED', 'CanaryRolledBack', 'ClaimLost')] },
  ],
  [
    'the release: should end FAILED CanaryRolledBack, got SUCCEEDED: ',
    { ...ROLLED_BACK, moments: [started, ends('SUCCEEDED')] },
  ],
  ['the release: the release is not held', { ...PROMOTED, stuck: 'the release is not held' }],
  ['the history: should say promoted, says nothing', { ...PROMOTED, closed: undefined }],
  ['the handlers: Claim: UnreadableRecord: item', { ...PROMOTED, complaints: ['Claim: UnreadableRecord: item'] }],
  [
    'the handlers: Check: InvalidInput: the argument',
    { ...PROMOTED, complaints: ['Check: InvalidInput: the argument'] },
  ],
  ['the users: nobody was answered', { ...PROMOTED, users: { ...users, answered: 0 } }],
  ['the users: 3 requests got no answer', { ...PROMOTED, users: { ...users, unanswered: 3 } }],
  [
    'the users: 2 requests to version 1 failed',
    { ...PROMOTED, users: { ...users, versions: [{ version: '1', failures: 2 }] } },
  ],
] satisfies [string, Observations][])('says so: %s', (violation, seen) => {
  expect(violationsOf(seen)).toContain(violation);
});
