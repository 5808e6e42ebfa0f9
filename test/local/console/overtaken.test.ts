import { expect, test } from 'vitest';
import { isTakenBack, overtakenBy } from '../../../local/console/model/overtaken.ts';
import { execution, parts, record } from './views.ts';

const release = execution({ state: 'Settle at 10%' });
const rollback = execution({ name: 'r', kind: 'rollback', version: '', state: 'Wait for traffic to settle' });
const during = (phase: string, ...executions: ReturnType<typeof execution>[]) =>
  parts({ release: { record: record({ phase }) }, executions });

test.each(['rolling back', 'held'])('a release that still settles while its record is "%s" is overtaken', (phase) => {
  expect(overtakenBy(release, during(phase, rollback, release))).toEqual({ by: rollback });
  expect(overtakenBy(release, during(phase, release))).toEqual({ by: undefined });
});

test('no other is: one that advances, is on its way back itself, is over, or is somebody else’s', () => {
  expect(overtakenBy(release, during('advancing', rollback, release))).toBeUndefined();
  for (const state of ['Roll back', 'Hold, production is broken too', 'Rollback failed'])
    expect(overtakenBy({ ...release, state }, during('rolling back', rollback))).toBeUndefined();
  expect(overtakenBy({ ...release, status: 'ABORTED' }, during('rolling back', rollback))).toBeUndefined();
  expect(overtakenBy(rollback, during('rolling back', rollback, release))).toBeUndefined();
});

test('a release is taken back by another execution, or by itself; what takes it back is not', () => {
  expect(isTakenBack(release, during('rolling back', rollback, release))).toBe(true);
  expect(isTakenBack({ ...release, state: 'Roll back' }, during('advancing'))).toBe(true);
  expect(isTakenBack(release, during('advancing', release))).toBe(false);
  expect(isTakenBack(rollback, during('rolling back', rollback, release))).toBe(false);
});
