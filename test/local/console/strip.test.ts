import { expect, test } from 'vitest';
import type { WayView } from '../../../local/console/model/ways.ts';
import { strip } from '../../../local/console/model/strip.ts';
import { execution, parts, record, ROLLED_BACK, way } from './views.ts';

const at = (time: string) => Date.parse(`2026-01-05T${time}Z`);
const NOW = at('09:10:30');
const BEGAN = { start: at('09:00:00'), 10: at('09:00:20'), 30: at('09:07:30') };
const BAKE = way({ beganAt: BEGAN, left: at('09:07:30') });
type Fields = Parameters<typeof parts>[0];

const shown = (fields: Fields, now = NOW) =>
  strip(parts(fields), now)?.items.map(({ label, mark, text }) => `${label}: ${mark}, ${text}`);
const running = (fields: Parameters<typeof record>[0] = {}, own: Parameters<typeof execution>[0] = {}): Fields => ({
  release: { record: record(fields), weight: 30 },
  executions: [execution({ startedAt: at('09:00:00'), ...own })],
  ways: { next: [], now: BAKE },
});

test('what is done and took how long, what runs and how far, and when the rest would come', () => {
  expect(shown(running())).toEqual([
    'Start: done, 0:20',
    '10 %: done, 7:10',
    '30 %: now, 3:00 of 7:00',
    '100 %: ahead, ≈ 09:15',
    'Promote: ahead, ≈ 09:20',
    'Watch: ahead, ≈ 09:23',
    'Done: ahead, ≈ 09:28',
  ]);
  const { caption, wayBack, items } = strip(parts(running()), NOW) ?? {};
  expect(caption).toBe('running for 10:30, about 17 minutes left');
  expect(wayBack).toMatch(/^The way back is open: .* 1\.0\.0 has every request within seconds\.$/);
  expect(items?.[2]?.share).toBeCloseTo(180 / 420);
});

test('what is late has no time, and moves what follows', () => {
  expect(shown(running(), at('09:16:30'))?.slice(2, 5)).toEqual([
    '30 %: now, 9:00 of 7:00',
    '100 %: ahead, to come',
    'Promote: ahead, ≈ 09:22',
  ]);
});

test('behind a weight at which it stops for a word nothing has a time', () => {
  expect(shown(running({ holdAt: 100 }))?.slice(3)).toEqual([
    '100 %: ahead, ≈ 09:15',
    'Promote: ahead, to come',
    'Watch: ahead, to come',
    'Done: ahead, to come',
  ]);
  expect(shown(running({ holdAt: 10 }))?.at(-1)).toBe('Done: ahead, ≈ 09:28');
});

test('held, it says for how long, and promises nothing', () => {
  const pause = { at: 30, why: 'asked', since: '2026-01-05T09:09:30.000Z', told: false } as const;
  expect(shown(running({ pause }))?.slice(2)).toEqual([
    '30 %: held, held for 1:00',
    '100 %: ahead, to come',
    'Promote: ahead, to come',
    'Watch: ahead, to come',
    'Done: ahead, to come',
  ]);
});

test('once nothing is heard no time is told of what is to come', () => {
  const items = strip(parts(running()), NOW, true)?.items.filter(({ mark }) => mark === 'ahead');
  expect(items?.map(({ text }) => text)).toEqual(['to come', 'to come', 'to come', 'to come']);
});

test('while users are still on it, its step is being taken back, however long that takes', () => {
  expect(shown(running({ phase: 'rolling back' }))?.[2]).toBe('30 %: left, being taken back');
  expect(shown(running({ phase: 'held' }))?.[2]).toBe('30 %: left, to be taken back');
});

test('rolled back: the step that it left, and what it never reached', () => {
  const taken: WayView = { ...BAKE, takenBackAt: at('09:09:00') };
  const over = execution({ ...ROLLED_BACK, startedAt: at('09:00:00'), stoppedAt: at('09:11:00') });
  const fields: Fields = { executions: [over], ways: { next: [], now: taken } };
  expect(shown(fields)).toEqual([
    'Start: done, 0:20',
    '10 %: done, 7:10',
    '30 %: left, 1:30, then taken back',
    '100 %: never, not reached',
    'Promote: never, not reached',
    'Watch: never, not reached',
    'Done: never, not reached',
  ]);
  const sooner: Fields = {
    ...fields,
    weights: [
      { at: at('09:07:40'), canary: 30 },
      { at: at('09:08:30'), canary: 0 },
    ],
  };
  expect(shown(sooner)?.[2]).toBe('30 %: left, 1:00, then taken back');
  expect(strip(parts(fields), NOW)).toMatchObject({
    caption: 'over at 30 % after 11:00',
    wayBack: 'The way back was taken: 1.0.0 has every request.',
  });
});

test('taken back by another execution, its own step ends at once, and it is said who does it', () => {
  const by = execution({ name: 'rollback1', kind: 'rollback', state: 'Wait for traffic to settle' });
  const own = execution({ startedAt: at('09:00:00') });
  const fields: Fields = {
    release: { record: record({ phase: 'rolling back' }), weight: 0 },
    executions: [by, own],
    weights: [
      { at: at('09:07:00'), canary: 30 },
      { at: at('09:09:30'), canary: 0 },
    ],
    ways: { next: [], now: BAKE },
  };
  expect(shown(fields)?.slice(2, 4)).toEqual(['30 %: left, 2:00, then taken back', '100 %: never, not reached']);
  expect(strip(parts(fields), NOW)?.wayBack).toBe(
    'The way back runs, by execution rollback: Wait for traffic to settle.',
  );
});

test('promoted: everything is done, the watch until it was closed', () => {
  const now = way({
    beganAt: { ...BEGAN, 100: at('09:15:00'), promotion: at('09:20:00'), watch: at('09:23:00') },
    closedAt: at('09:28:10'),
  });
  const done = execution({ status: 'SUCCEEDED', state: 'Promoted', closed: { outcome: 'promoted' } });
  const items = shown({ release: { aliases: { production: '2' } }, executions: [done], ways: { next: [], now } });
  expect(items?.every((item) => item.includes(': done, '))).toBe(true);
  expect(items?.slice(-2)).toEqual(['Watch: done, 5:10', 'Done: done, ']);
});

test('at rest, with a version that waits, what a release of the deployed plan would do', () => {
  const next = way({}).legs;
  expect(strip(parts({ ways: { next, now: BAKE } }), NOW)?.caption).toBe('What a release would do: about 27 minutes');
  expect(shown({ ways: { next } })?.slice(0, 2)).toEqual(['Start: ahead, smoke test', '10 %: ahead, 7:00']);
});

test('a revert has no steps', () => {
  expect(strip(parts(running({ phase: 'promoting' }, { kind: 'revert' })), NOW)).toBeUndefined();
});
