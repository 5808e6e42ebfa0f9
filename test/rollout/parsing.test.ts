import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimInput, steeringInput } from '../../rollout/claim/release-input.ts';
import { executionName, refuseRedrive } from '../../rollout/execution.ts';
import { latticeRequest } from '../../rollout/lambda/smoke-test.ts';
import { readableCause } from '../../rollout/readable-cause.ts';
import { askedTrigger } from '../../rollout/rollback/asked-input.ts';
import { snsTrigger } from '../../rollout/rollback/sns-message.ts';
import { INPUTS } from '../../statemachine/contract/inputs.ts';
import { addSeconds, parseAwsTime, secondsBetween, shortTime } from '../../rollout/time.ts';

const named = (name: string) => expect.objectContaining({ name });

const WEIGHTS = [10, 30, 100];

const claimed = (input: object) => claimInput(input, '12', WEIGHTS);

const REVERT = 'execution input must be {"revert":true} or {"revert":{"to":"5"}}, and nothing else';

describe('the input of a release', () => {
  it.each([
    [{}, { version: '12', named: false, untriedOnly: false }],
    [{ version: '7' }, { version: '7', named: true, untriedOnly: false }],
    [
      { version: '7', holdAt: 30 },
      { version: '7', named: true, untriedOnly: false, holdAt: 30 },
    ],
    [{ holdAt: 100 }, { version: '12', named: false, untriedOnly: false, holdAt: 100 }],
    [{ onDeploy: true }, { version: '12', named: false, untriedOnly: true }],
    [
      { onDeploy: true, holdAt: 10 },
      { version: '12', named: false, untriedOnly: true, holdAt: 10 },
    ],
    [
      { onDeploy: true, after: 'e' },
      { version: '12', named: false, untriedOnly: true, after: 'e' },
    ],
  ])('%j asks for %j', (input, wanted) => {
    expect(claimInput(input, '12', WEIGHTS)).toStrictEqual({ kind: 'release', ...wanted });
  });

  it.each([
    [{ holdAt: 20 }, 'holdAt: expected a weight of the plan: 10, 30, 100, got 20'],
    [{ holdAt: '30' }, 'holdAt: expected number'],
    [{ onDeploy: false }, 'onDeploy'],
    [{ onDeploy: true, version: '7' }, 'version: expected no version beside onDeploy'],
    [{ revert: true, version: '7' }, REVERT],
    [{ revert: true, holdAt: 30 }, REVERT],
    [{ revert: true, goOn: true }, REVERT],
    [{ revert: false }, REVERT],
    [{ revert: { to: 5 } }, REVERT],
  ])('rejects %j, and says what was expected', (input, message) => {
    expect(() => claimInput(input, '12', WEIGHTS)).toThrow(
      expect.objectContaining({ name: 'InvalidInput', message: expect.stringContaining(message) as string }),
    );
  });

  it.each(INPUTS)('that cannot be read is told of %s, which somebody can', (text) => {
    expect(() => claimInput({ releese: '7' }, '12', WEIGHTS)).toThrow(
      expect.objectContaining({ name: 'InvalidInput', message: expect.stringContaining(text) as string }),
    );
    const input = JSON.parse(text) as object;
    const read = 'rollback' in input ? askedTrigger : 'goOn' in input || 'pause' in input ? steeringInput : claimed;
    expect(read(input)).toHaveProperty('kind');
  });

  it('rejects a hold of a machine that was built before there were any', () => {
    expect(() => claimInput({ holdAt: 30 }, '12')).toThrow('this machine cannot hold');
  });

  it.each([null, [], 'v7', { version: 7 }, { version: '0' }, { version: '07' }, { version: '' }, { Version: '7' }])(
    'rejects %j',
    (input) => {
      expect(() => claimInput(input, '12')).toThrow(named('InvalidInput'));
    },
  );
});

describe('the input of a revert and of the end of a hold', () => {
  it('is one word', () => {
    expect(claimInput({ revert: true }, '12', WEIGHTS)).toStrictEqual({ kind: 'revert' });
    expect(steeringInput({ goOn: true })).toStrictEqual({ kind: 'go on', promote: false });
    expect(steeringInput({ goOn: 'promote' })).toStrictEqual({ kind: 'go on', promote: true });
    expect(steeringInput({ pause: true })).toStrictEqual({ kind: 'pause' });
  });

  it.each([
    null,
    'pause',
    { goOn: false },
    { goOn: true, version: '7' },
    { goOn: true, revert: true },
    [{ goOn: true }],
    {},
  ])('rejects %j', (input) => {
    expect(() => steeringInput(input)).toThrow(
      expect.objectContaining({
        name: 'InvalidInput',
        message: expect.stringContaining('{"goOn":true} and nothing else') as string,
      }),
    );
  });
});

describe('the input of a "go on" that says more', () => {
  it('has nothing that was not said', () => {
    expect(steeringInput({ goOn: { at: 30 } })).toStrictEqual({ kind: 'go on', at: 30, promote: false });
    expect(steeringInput({ goOn: { by: 'ann' } })).toStrictEqual({ kind: 'go on', by: 'ann', promote: false });
  });

  it('is the weight that was seen, and who says so and why', () => {
    const goOn = { at: 30, by: 'ann', reason: 'it looks good', promote: true };
    expect(steeringInput({ goOn })).toStrictEqual({
      kind: 'go on',
      at: 30,
      by: 'ann',
      reason: 'it looks good',
      promote: true,
    });
  });

  it.each([
    { goOn: { at: 101 } },
    { goOn: { by: '' } },
    { goOn: { by: 'a\nb' } },
    { goOn: { reason: 'x'.repeat(501) } },
    { goOn: { weight: 30 } },
    { goOn: 'promoted' },
    { pause: false },
    { pause: true, goOn: true },
  ])('rejects %j', (input) => {
    expect(() => steeringInput(input)).toThrow(expect.objectContaining({ name: 'InvalidInput' }));
  });
});

describe('the input of a rollback', () => {
  it('is a reason, an execution event or an alarm event', () => {
    expect(askedTrigger({ rollback: { reason: 'slow' } })).toEqual({
      kind: 'request',
      error: 'RollbackAsked',
      reason: 'slow',
    });
    expect(
      askedTrigger({
        rollback: {
          event: {
            source: 'aws.states',
            detail: { executionArn: 'arn:x:e1', status: 'TIMED_OUT', error: null, cause: null },
          },
        },
      }),
    ).toEqual({
      kind: 'execution ended',
      id: 'arn:x:e1',
      error: 'CanaryRolledBack',
      reason: 'its execution ended as TIMED_OUT',
      unasked: true,
    });
    const state = { value: 'ALARM', reason: '7 errors', timestamp: '2026-01-05T09:00:00.123+0000' };
    expect(
      askedTrigger({ rollback: { event: { source: 'aws.cloudwatch', detail: { alarmName: 'errors', state } } } }),
    ).toEqual({
      kind: 'alarm',
      at: new Date('2026-01-05T09:00:00.123Z'),
      error: 'CanaryRolledBack',
      reason: 'alarm errors is on since 2026-01-05T09:00:00.123Z: 7 errors',
    });
  });

  it('rejects everything else by name, and never with another error', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(() => askedTrigger({ rollback: { event: input } })).toThrow(named('InvalidInput'));
      }),
    );
  });
});

describe('a message on the rollback topic', () => {
  const undated = JSON.stringify({ AlarmName: 'orders', NewStateValue: 'ALARM', NewStateReason: 'few orders' });

  it('in the form of an alarm that does not say since when is dated by SNS', () => {
    const publishedAt = new Date('2026-01-05T09:00:00.000Z');
    expect(snsTrigger(undated, publishedAt)).toMatchObject({
      kind: 'alarm',
      at: publishedAt,
      reason: 'alarm orders is on since 2026-01-05T09:00:00.000Z: few orders',
    });
    expect(snsTrigger(undated, undefined)).toBeUndefined();
  });

  it('of any text is read or refused, never a failure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect([undefined, 'alarm', 'request', 'none']).toContain(snsTrigger(text, new Date(0))?.kind);
      }),
    );
  });
});

describe('the cause of a failed task', () => {
  it.each([
    [
      '{"errorType":"WeightsDrifted","errorMessage":"live weights are 58/42","trace":["at a","at b"]}',
      'live weights are 58/42',
    ],
    [
      '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1 Error: Task timed out after 20.00 seconds"}',
      'RequestId: 1 Error: Task timed out after 20.00 seconds',
    ],
    ['plain\n  text', 'plain text'],
    ['{"other":1}', '{"other":1}'],
    ['', 'no cause was given'],
    ['  ', 'no cause was given'],
  ])('%j reads as %j', (cause, sentence) => {
    expect(readableCause(cause)).toBe(sentence);
  });

  it('is cut after 1000 characters, and says so', () => {
    expect(readableCause('x'.repeat(1000))).toBe('x'.repeat(1000));
    expect(readableCause('x'.repeat(1001))).toBe(`${'x'.repeat(999)}…`);
  });

  it('is one line of at most 1000 characters, never empty', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3000 }), (cause) => {
        const sentence = readableCause(cause);
        expect(sentence).toMatch(/^.{1,1000}$/u);
        expect(sentence.length).toBeLessThanOrEqual(1000);
      }),
    );
  });
});

describe('times', () => {
  it.each([
    '2026-01-05T09:00:00.123+0000',
    '2026-01-05T09:00:00.123Z',
    '2026-01-05T11:00:00.123+0200',
    '2026-01-05T09:00:00.123+00:00',
  ])('reads %s', (text) => {
    expect(parseAwsTime(text)).toEqual(new Date('2026-01-05T09:00:00.123Z'));
  });

  it.each(['', 'noon', '2026-13-01T00:00:00Z'])('rejects %j', (text) => {
    expect(parseAwsTime(text)).toBeUndefined();
  });

  it('adds what lies between', () => {
    const from = new Date('2026-01-05T09:00:00Z');
    expect(secondsBetween(from, addSeconds(from, 90))).toBe(90);
    expect(secondsBetween(addSeconds(from, 90), from)).toBe(-90);
    expect(addSeconds(from, 90)).toEqual(new Date('2026-01-05T09:01:30Z'));
  });

  it('says the time of day, and the day where it is another', () => {
    const time = new Date('2026-01-05T09:04:59Z');
    expect(shortTime(time, new Date('2026-01-05T23:59:59Z'))).toBe('09:04Z');
    expect(shortTime(time, new Date('2026-01-06T00:00:00Z'))).toBe('2026-01-05 09:04Z');
  });
});

describe('an execution', () => {
  it.each([
    ['arn:aws:states:eu-central-1:111122223333:execution:rollout:release-7', 'release-7'],
    ['watchdog:2026-01-05T09:00:00.000Z', 'watchdog:2026-01-05T09:00:00.000Z'],
  ])('%s is known as %s', (id, name) => {
    expect(executionName(id)).toBe(name);
  });

  it('rejects a redriven one', () => {
    expect(() => refuseRedrive({ id: 'arn:a:b', redrives: 0 }, 'claim')).not.toThrow();
    expect(() => refuseRedrive({ id: 'arn:a:b', redrives: 1 }, 'claim')).toThrow(named('Redriven'));
    expect(() => refuseRedrive({ id: 'arn:a:b', redrives: 2 }, 'claim')).toThrow(
      'execution b was redriven and may not claim; start a new execution',
    );
  });
});

it('a smoke-test request has its query in the path and as parameters, as VPC Lattice sends it', () => {
  expect(latticeRequest('/orders?x=1&x=2&y=%20', new Date('2026-01-05T09:00:00Z'))).toMatchObject({
    version: '2.0',
    path: '/orders?x=1&x=2&y=%20',
    queryStringParameters: { x: ['1', '2'], y: [' '] },
    requestContext: { timeEpoch: '1767603600000000' },
  });
});
