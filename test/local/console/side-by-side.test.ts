import { expect, test } from 'vitest';
import type { ServiceParts } from '../../../local/console/model/protocol.ts';
import { sideBySide, TOO_FEW } from '../../../local/console/model/side-by-side.ts';
import type { SidesView } from '../../../local/console/model/sides.ts';
import { stopovers } from '../../../local/console/model/stopovers.ts';
import type { LookView } from '../../../local/console/model/ways.ts';
import { at, bake, type Fields, NOW, running } from './baking.ts';
import { execution, parts, record, ROLLED_BACK, way } from './views.ts';

const SIDES: SidesView = {
  since: at('09:00:35'),
  canary: { version: '2', requests: 748, failures: 0, p50: 1.12, p99: 5.4 },
  production: { version: '1', requests: 3_907, failures: 0, p50: 1.1, p99: 9.5 },
};
const NO_ONE = { version: '', requests: 0, failures: 0 };
const shown = (fields: Fields, sides: SidesView = SIDES) => sideBySide(parts(fields), sides, NOW);

test('old and new version with their requests, failures and times, since users met the new one', () => {
  expect(shown(running())).toMatchObject({
    when: 'since 09:00:35',
    canary: { label: '2.0.0', requests: '748', failed: '0', fails: false, p50: '1.1 ms', p99: '5.4 ms' },
    production: { label: '1.0.0', requests: '3,907', failed: '0', p50: '1.1 ms', p99: '9.5 ms' },
  });
});

test('every failure counts, with its share; of few there is no share', () => {
  const failed = (requests: number, failures: number) =>
    shown(running(), { ...SIDES, canary: { ...SIDES.canary, requests, failures } })?.canary.failed;
  expect(failed(1_000, 1)).toBe('1 (0.1 %)');
  expect(failed(67, 67)).toBe('67 (100 %)');
  expect(failed(7, 3)).toBe('3 of 7');
  expect(shown(running(), { ...SIDES, canary: { ...SIDES.canary, failures: 1 } })?.canary.fails).toBe(true);
});

test('times of few answers are too few to tell; of none there are dashes, and the names of who has the aliases', () => {
  const times = (requests: number) => {
    const { p50, p99 } = shown(running(), { ...SIDES, canary: { ...SIDES.canary, requests } })?.canary ?? {};
    return [p50, p99];
  };
  expect(times(9)).toEqual([TOO_FEW, TOO_FEW]);
  expect(times(10)).toEqual(['1.1 ms', TOO_FEW]);
  expect(times(99)).toEqual(['1.1 ms', TOO_FEW]);
  expect(times(100)).toEqual(['1.1 ms', '5.4 ms']);
  const none = shown(running(), { since: SIDES.since, canary: NO_ONE, production: NO_ONE });
  for (const side of [none?.canary, none?.production])
    expect([side?.requests, side?.failed, side?.p50, side?.p99]).toEqual(['–', '–', '–', '–']);
  expect([none?.canary.label, none?.production.label]).toEqual(['2.0.0', '1.0.0']);
  expect(none?.compared?.text).toBe('Nothing to compare yet: no request has reached 2.0.0.');
});

const checked = (fields: Partial<LookView>): LookView => ({
  at: at('09:11:00'),
  of: 'check',
  message: '30 %: …',
  verdict: 'healthy',
  ...fields,
});
const compared = (fields: Partial<LookView>, more: Partial<ServiceParts> = {}) =>
  shown({ ...running(), ways: { next: [], now: bake({ compared: checked(fields) }) }, ...more })?.compared;
const ERRORS = 'canary 0 % errors (0 of 697) against 0 % (0 of 3,789)';
const WORSE = `${ERRORS}: worse, p < 0.001`;
const NO_SIGN = '2.0.0 shows no sign of being worse.';

test.each([
  ['healthy', [`${ERRORS}: no sign of worse`], 'good', NO_SIGN],
  ['healthy', ['errors: certainly no worse'], 'good', '2.0.0 is certainly no worse than 1.0.0.'],
  ['healthy', ['435 requests', '5 alarms OK'], 'calm', 'The last check did not compare them.'],
  ['healthy', ['errors: nothing to compare'], 'wait', 'Too few to tell.'],
  ['healthy', [`${ERRORS}: no sign of worse`, 'orders: nothing to compare'], 'good', NO_SIGN],
  ['healthy', ['errors: certainly no worse', 'orders: no sign of worse'], 'good', NO_SIGN],
  ['healthy', [`${WORSE} (watched only)`], 'calm', 'The last check did not compare them.'],
  ['unhealthy', [WORSE], 'bad', '2.0.0 is worse than 1.0.0.'],
  ['unhealthy', ['alarm canary-lattice-5xx: 36 > 5'], 'bad', 'The last check went by the alarms.'],
  ['inconclusive', ['4 requests seen (19 needed)'], 'wait', 'Too few to tell.'],
  ['inconclusive', ['no requests seen (1 needed)', 'alarm x has no data'], 'wait', 'Too few to tell.'],
  ['inconclusive', [WORSE, 'alarm x has no data'], 'wait', 'The last check could not judge it.'],
] as const)('a check that is %s and says %j is %s', (verdict, reasons, tone, text) => {
  expect(compared({ verdict, reasons })).toMatchObject({ tone, text });
});

test('the words are those of the check about the comparison, with their time', () => {
  expect(compared({ reasons: ['435 requests', '5 alarms OK', `${ERRORS}: no sign of worse`] })?.because).toBe(
    `At the last check, 09:11:00: ${ERRORS}: no sign of worse.`,
  );
  const few = ['4 requests seen (19 needed)', 'alarm x has no data'];
  expect(compared({ verdict: 'inconclusive', reasons: few })?.because).toBe(
    'At the last check, 09:11:00: 4 requests seen (19 needed), alarm x has no data.',
  );
});

test('before any check nobody has compared them; a check from before the first user is none of it', () => {
  const text = 'Too few to tell: no check has compared them yet.';
  expect(shown(running())?.compared).toEqual({ tone: 'calm', text, because: '' });
  expect(compared({ at: at('09:00:34') })?.text).toBe(text);
});

test('what was well at the last check and then rolled back is not said to be well', () => {
  const over = { executions: [execution(ROLLED_BACK)], release: parts({}).release };
  expect(compared({ reasons: [`${ERRORS}: no sign of worse`] }, over)).toMatchObject({
    tone: 'wait',
    text: 'The last check saw no sign of worse; then it was taken back.',
  });
  expect(shown({ executions: [execution(ROLLED_BACK)] })?.compared?.text).toBe(
    'No check had compared them before it was taken back.',
  );
});

test('it is kept after its end, under the names that it had, until the next release is on its way', () => {
  const until = at('09:10:00');
  const promoted = parts({
    release: { aliases: { production: '2', previous: '1', canary: '2' } },
    executions: [execution({ status: 'SUCCEEDED', state: 'Promoted', closed: { outcome: 'promoted' } })],
    ways: { next: [], now: way({ compared: checked({ reasons: [`${ERRORS}: no sign of worse`] }) }) },
  });
  expect(sideBySide(promoted, { ...SIDES, until }, NOW)).toMatchObject({
    when: '09:00:35 to 09:10:00',
    canary: { label: '2.0.0' },
    production: { label: '1.0.0' },
    compared: { tone: 'good', text: NO_SIGN },
  });
  const later = execution({ arn: 'f', name: 'f', version: '3', startedAt: at('09:11:00'), state: 'Claim the rollout' });
  const next = (fields: Partial<typeof later>) => {
    const executions = [{ ...later, ...fields }, ...promoted.executions];
    return sideBySide({ ...promoted, executions }, { ...SIDES, until }, NOW);
  };
  expect(next({})).toBeUndefined();
  // What was refused touched nobody; what its own checks said is not known of the one before.
  const refused = next({ status: 'FAILED', state: 'Refused', error: 'CanaryAlarmActive' });
  expect(refused).toMatchObject({ canary: { label: '2.0.0' }, compared: undefined });
  expect(next({ kind: 'revert' })).toMatchObject({ canary: { label: '2.0.0' }, compared: undefined });
  expect(sideBySide(promoted, undefined, NOW)).toBeUndefined();
});

test('the bar is marked where the release stops that runs, by its own plan, and else where the next would', () => {
  const legs = parts({ release: { planned: [5, 20, 100], record: record() }, ways: { next: [], now: bake() } });
  expect(stopovers(legs)).toEqual([10, 30]);
  expect(stopovers({ ...legs, release: { planned: [5, 20, 100] } })).toEqual([5, 20]);
  expect(stopovers({ ...legs, ways: { next: [] } })).toEqual([5, 20]);
});
