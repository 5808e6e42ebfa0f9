import { expect, test } from 'vitest';
import { recordView } from '../../../local/console/record-reader.ts';

const HELD = {
  id: { S: 'e' },
  phase: { S: 'advancing' },
  version: { S: '2' },
  confirmedWeight: { N: '30' },
  intendedWeight: { N: '30' },
  heldAt: { N: '30' },
  heldSince: { S: '2026-01-05T09:17:00.000Z' },
  heldBecause: { S: '4 requests seen (19 needed)' },
};
const pause = {
  at: 30,
  why: 'too few requests',
  since: '2026-01-05T09:17:00.000Z',
  found: '4 requests seen (19 needed)',
  told: false,
};

test('a record tells of a pause while it stands: not once somebody said go on, and not at another weight', () => {
  expect(recordView(HELD)).toEqual({
    execution: 'e',
    phase: 'advancing',
    version: '2',
    confirmedWeight: 30,
    intendedWeight: 30,
    pause,
  });
  expect(recordView({ ...HELD, goOn: { BOOL: true } })).not.toHaveProperty('pause');
  expect(recordView({ ...HELD, confirmedWeight: { N: '50' } })).not.toHaveProperty('pause');
});

test('a hold that names no weight stands where it was asked to', () => {
  const { heldAt: _heldAt, ...earlier } = HELD;
  expect(recordView({ ...earlier, holdAt: { N: '30' } })).toMatchObject({ pause: { ...pause, why: 'asked' } });
  expect(recordView({ ...earlier, holdAt: { N: '50' } })).not.toHaveProperty('pause');
});
