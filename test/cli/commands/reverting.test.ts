import { describe, expect, it } from 'vitest';
import { executionArn, FakeCloud, promoted } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

/** Version 3 in production over 2, and 1 before them, which is deleted. */
const afterTwo = () => {
  const cloud = new FakeCloud();
  const closedAt = '2026-01-05T09:35:00.000Z';
  const one = { ...promoted, id: executionArn('e1'), version: '2', previousVersion: '1', closedAt };
  const two = {
    ...one,
    id: executionArn('e2'),
    version: '3',
    previousVersion: '2',
    closedAt: '2026-01-06T09:35:00.000Z',
  };
  cloud.closed.set(one.id, one);
  cloud.record = { revision: 2, last: { ...two, claimedAt: '2026-01-06T09:00:00.000Z' } };
  cloud.published = ['2', '3', '4'];
  cloud.aliases = [
    { name: 'canary', versions: ['3'] },
    { name: 'previous', versions: ['2'] },
    { name: 'production', versions: ['3'] },
  ];
  return cloud;
};

describe('revert', () => {
  it('to a version names it to the machine, and says from what to what', async () => {
    const cloud = afterTwo();
    expect((await run('revert --to 1', { cloud })).out).toContain('Production is being put back on version 1, from 3');
    expect((await run('revert', { cloud })).out).toContain('put back on the version before, 2, from 3');
    expect(cloud.asked).toEqual([{ start: { revert: { to: '1' } } }, { start: { revert: true } }]);
  });

  it('to one that was never promoted is refused with status 2, before anything is started', async () => {
    const cloud = afterTwo();
    expect(await run('revert --to 4', { cloud })).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^NeverPromoted: version 4 was never promoted.*these were: 3, 2, 1/),
    });
    expect(cloud.asked).toEqual([]);
  });

  it('to a version waits for nothing that cannot be read: the claim says whether it may', async () => {
    const cloud = afterTwo();
    cloud.fail.set('past', new Error('AccessDenied'));
    expect((await run('revert --to 4', { cloud })).status).toBe(0);
    expect(cloud.asked).toEqual([{ start: { revert: { to: '4' } } }]);
  });

  it('lists what production can go back to, the version before first, and what is gone', async () => {
    const cloud = afterTwo();
    expect((await run('revert --list', { cloud })).out).toBe(
      [
        'Production runs version 3.',
        '  2     promoted 2026-01-05 09:35   lattice-canary revert',
        '  1     before the first release    deleted',
        '',
      ].join('\n'),
    );
    expect((await run('revert --list --json', { cloud })).out).toBe(
      '{"version":"2","previous":true,"gone":false,"promotedAt":"2026-01-05T09:35:00.000Z"}\n' +
        '{"version":"1","previous":false,"gone":true,"promotedAt":null}\n',
    );
    expect(cloud.asked).toEqual([]);
  });

  it('has nothing to list where nothing was released', async () => {
    expect((await run('revert --list')).out).toContain('There is no version that it could go back to.');
  });
});
