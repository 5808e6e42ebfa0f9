import { expect, test } from 'vitest';
import { offeredReleases, offeredVersions, TO_CHOOSE } from '../../../local/console/model/offers.ts';
import { execution, parts, ROLLED_BACK } from './views.ts';

const bad = execution(ROLLED_BACK);

test('the newest version is offered first', () => {
  const { value, options } = offeredVersions(parts({}));
  expect(value).toBe('');
  expect(options.map(({ text }) => text)).toEqual([
    'the newest, 2.0.0',
    '2.0.0 (version 2)',
    '1.0.0 (version 1), in production',
  ]);
});

test('after its rollback the newest version is offered, but not unless somebody chooses it', () => {
  const { value, options } = offeredVersions(parts({ executions: [bad] }));
  expect(value).toBe(TO_CHOOSE);
  expect(options.map(({ text }) => text)).toEqual([
    'choose a version',
    '2.0.0 (version 2), was taken back',
    '1.0.0 (version 1), in production',
  ]);
});

test('what was just taken back is published last, what nobody has seen first', () => {
  expect(offeredReleases(['1.0.0', '2.0.0', '3.0.0'], parts({ executions: [bad] }))).toEqual([
    { value: '3.0.0', text: '3.0.0' },
    { value: '1.0.0', text: '1.0.0, published before' },
    { value: '2.0.0', text: '2.0.0, was taken back' },
  ]);
});
