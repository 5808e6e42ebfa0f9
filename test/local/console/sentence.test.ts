import { describe, expect, test } from 'vitest';
import { sentence } from '../../../local/console/model/sentence.ts';
import type { LookView } from '../../../local/console/model/ways.ts';
import { at, bake, CLOUD, NOW, running, say } from './baking.ts';
import { alarm, execution, parts, record, way } from './views.ts';

const PAUSE = { at: 30, why: 'asked', since: '2026-01-05T09:10:00.000Z', told: false } as const;
const look = (fields: Partial<LookView>): LookView => ({
  at: at('09:11:00'),
  of: 'check',
  message: '',
  verdict: 'healthy',
  reasons: ['342 requests', '2 alarms OK'],
  ...fields,
});

const saidTo = (said: string) => say(running({ record: record({ said }) })).next;
const PROVISIONING = look({
  of: 'provision',
  message: 'provisioned concurrency of version 2: 3 of 5 environments are ready',
});
const before = (state: string, seen: LookView | undefined) =>
  say({
    release: { record: record({ confirmedWeight: 0 }), weight: 0 },
    executions: [execution({ state })],
    ways: { next: [], now: way({ beganAt: { start: NOW }, left: NOW, ...(seen && { look: seen }) }) },
  });

test('before anything is deployed it asks for patience', () => {
  expect(sentence(CLOUD, undefined).text).toBe('The stack is being deployed; this takes a few seconds.');
});

describe('at rest', () => {
  test('a newer version waits, which no user has met', () => {
    expect(say({})).toEqual({
      tag: 'At rest',
      text: 'All users are on 1.0.0. No user has met 2.0.0 yet.',
      next: 'nothing by itself. 2.0.0 is published and waits for you to release it.',
      because: '',
      tone: 'calm',
    });
  });

  test('without a newer one nothing comes', () => {
    expect(say({ release: { aliases: { production: '2' } } })).toMatchObject({
      text: 'All users are on 2.0.0.',
      next: 'nothing by itself.',
    });
  });

  test('a weight that no release explains is told first, in red', () => {
    expect(say({ release: { weight: 10, aliases: { production: '1', canary: '2' } } })).toMatchObject({
      text: '10 % of users are on 2.0.0, and no release explains it.',
      tone: 'bad',
    });
  });

  test('a release that begins is no version that waits', () => {
    expect(say({ executions: [execution({ version: '', state: 'Claim the rollout' })] })).toMatchObject({
      tag: 'A release begins',
      text: 'All users are on 1.0.0.',
    });
  });
});

describe('at a weight', () => {
  test('who is on what since when, what comes when, and what the last check found', () => {
    expect(say({ ...running({}, bake({ look: look({}) })), alarms: [alarm({ state: 'OK' })] })).toEqual({
      tag: 'Releasing 2.0.0, step 2 of 3',
      text: '30 % of users are on 2.0.0 since 09:07:00; the rest are on 1.0.0.',
      next: '100 % at about 09:14, if it stays healthy. Done at about 09:27.',
      because: 'Healthy at the last check, 09:11:00: 342 requests, 2 alarms OK. No alarm of 1 is on.',
      tone: 'busy',
    });
  });

  test('the share is that of the listener, not what the claim says', () => {
    expect(say(running({ record: record({ confirmedWeight: 10, intendedWeight: 30 }) })).text).toMatch(
      /^30 % of users/,
    );
  });

  test('a time that the clock has shown to be wrong is not told', () => {
    expect(say(running(), at('09:14:30')).next).toBe('100 %, at its next healthy check.');
  });

  test('a plan that may end a bake early says so', () => {
    expect(say(running({}, bake({ endsEarly: true }))).next).toMatch(/^100 % at about 09:14, or sooner, if/);
  });

  test('what was said to it comes first', () => {
    expect(saidTo('told to pause')).toBe('it is held at its next check: it was told to pause.');
    expect(saidTo('told to go on')).toBe('100 %, at its next healthy check: it was told to go on.');
  });

  test('where it stops for a word, nothing behind that has a time', () => {
    expect(say(running({ record: record({ holdAt: 30 }) })).next).toBe(
      'your word, from about 09:14 on, if it stays healthy.',
    );
    expect(say(running({ record: record({ holdAt: 100 }) })).next).toBe('100 % at about 09:14, if it stays healthy.');
  });

  test('too few requests: a time while there is one, then what is missing, in amber', () => {
    const few = look({ verdict: 'inconclusive', reasons: ['4 requests seen (19 needed)'] });
    expect(say(running({}, bake({ look: few })))).toMatchObject({
      next: '100 % at about 09:14, if it can be judged by then: 4 requests seen (19 needed) so far.',
      tone: 'busy',
    });
    expect(say(running({}, bake({ look: few })), at('09:15:00'))).toMatchObject({
      next: '100 %, once it can be judged: 4 requests seen (19 needed). The plan ends the wait at about 09:24.',
      tone: 'wait',
    });
  });

  test.each([
    ['Smoke-test the canary', undefined, '10 % of users, after its smoke test.'],
    ['Wait for concurrency', PROVISIONING, '10 % of users, once its provisioned concurrency is ready: 3 of 5.'],
    [
      'Wait for the hooks',
      look({ of: 'hooks', message: 'load test runs' }),
      '10 % of users, once the hooks let it on: load test runs.',
    ],
    ['Shift to 10%', undefined, '10 % of users, within seconds.'],
  ])('before the first user, in "%s", it says what is waited for', (state, seen, next) => {
    const told = before(state, seen);
    expect(told.text).toBe('All users are on 1.0.0. No user has met 2.0.0 yet.');
    expect(told.next).toBe(next);
  });

  test('while provisioned concurrency is waited for, how many environments are ready', () => {
    expect(before('Wait for concurrency', PROVISIONING).because).toBe(
      'provisioned concurrency of version 2: 3 of 5 environments are ready.',
    );
  });
});

describe('held', () => {
  test('it waits for a word, and says what comes without it', () => {
    expect(say(running({ record: record({ pause: PAUSE }) }))).toMatchObject({
      tag: '2.0.0 waits for you, step 2 of 3',
      text: '30 % of users are on 2.0.0 since 09:07:00; the rest are on 1.0.0.',
      next: 'your word: go on, or roll back. Without it, 2.0.0 is rolled back to 1.0.0 at 10:10:00.',
      tone: 'wait',
    });
  });

  test('a deadline that is over is not told, nor one that a word has ended', () => {
    const held = running({ record: record({ pause: PAUSE }) });
    expect(say(held, at('10:10:01')).next).toBe('your word: go on, or roll back.');
    expect(say(running({ record: record({ toldPause: { ...PAUSE, told: true } }) })).next).toBe(
      'it goes on at its next healthy check: told to go on.',
    );
  });

  test('a plan whose pauses end otherwise says that', () => {
    const now = bake({ pauseEnds: 'go on' });
    expect(say(running({ record: record({ pause: PAUSE }) }, now)).next).toMatch(/Without it, its bake decides at 10:/);
  });

  test('blind, it says that it waits to be counted', () => {
    const pause = { ...PAUSE, why: 'blind', found: 'no answer is counted' } as const;
    expect(say(running({ record: record({ pause }) }))).toMatchObject({
      next: expect.stringMatching(
        /^it stays here until its answers are counted and you say go on; or roll back\. Without/,
      ) as string,
      because: 'no answer is counted.',
    });
  });
});

test('an alarm that rings is in the headline, in red, whatever else is true', () => {
  expect(say({ ...running(), alarms: [alarm()] })).toMatchObject({
    text: '30 % of users are on 2.0.0 since 09:07:00; the rest are on 1.0.0. An alarm rings: canary-lattice-5xx.',
    tone: 'bad',
  });
  const two = ['production-a', 'production-b'].map((label) => alarm({ label }));
  expect(say({ release: { aliases: { production: '2' } }, alarms: two }).text).toBe(
    'All users are on 2.0.0. 2 alarms ring: production-a, production-b.',
  );
});

test('once nothing is heard, what is told was then', () => {
  expect(sentence(CLOUD, parts({}), { now: NOW, lost: 'lost' })).toMatchObject({
    text: 'Nothing heard since 09:12:00; this was then: All users are on 1.0.0. No user has met 2.0.0 yet.',
    next: 'trying again.',
    tone: 'wait',
  });
});
