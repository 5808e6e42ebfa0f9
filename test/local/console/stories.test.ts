import { expect, test } from 'vitest';
import { badVersions, stories } from '../../../local/console/model/stories.ts';
import { execution, ROLLED_BACK } from './views.ts';

test('a release and its rollback are one story; what came before any release is its own', () => {
  const all = [
    execution({ name: 'later' }),
    execution({ name: 'taken back', kind: 'rollback', version: '' }),
    execution({ name: 'paused', kind: 'pause', version: '' }),
    execution({ name: 'bad', ...ROLLED_BACK }),
    execution({ name: 'at rest', kind: 'rollback', version: '' }),
  ];
  expect(stories(all).map(({ of, about }) => [of.name, about.map(({ name }) => name)])).toEqual([
    ['later', []],
    ['bad', ['taken back', 'paused']],
    ['at rest', []],
  ]);
});

test('a version is bad when its last release was taken back, until another one of it went well', () => {
  const bad = execution({ name: 'bad', ...ROLLED_BACK });
  const good = execution({ name: 'good', status: 'SUCCEEDED', state: 'Promoted', closed: { outcome: 'promoted' } });
  const refused = execution({ name: 'refused', status: 'FAILED', state: 'Refused', error: 'CanaryAlarmActive' });
  expect([...badVersions([bad])]).toEqual(['2']);
  expect([...badVersions([refused, bad])]).toEqual(['2']);
  expect([...badVersions([good, bad])]).toEqual([]);
  expect([...badVersions([execution({ name: 'aborted', status: 'ABORTED' })])]).toEqual(['2']);
});
