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
const standing = { heldSince: '2026-01-05T09:17:00.000Z', heldBecause: '4 requests seen (19 needed)' };

test('a record tells of a hold while it stands: not once somebody said go on, and not at another weight', () => {
  expect(recordView(HELD)).toEqual({
    execution: 'e',
    phase: 'advancing',
    version: '2',
    confirmedWeight: 30,
    intendedWeight: 30,
    ...standing,
  });
  expect(recordView({ ...HELD, goOn: { BOOL: true } })).not.toHaveProperty('heldSince');
  expect(recordView({ ...HELD, confirmedWeight: { N: '50' } })).not.toHaveProperty('heldSince');
});

test('a hold that names no weight stands where it was asked to', () => {
  const { heldAt: _heldAt, ...earlier } = HELD;
  expect(recordView({ ...earlier, holdAt: { N: '30' } })).toMatchObject(standing);
  expect(recordView({ ...earlier, holdAt: { N: '50' } })).not.toHaveProperty('heldSince');
});
