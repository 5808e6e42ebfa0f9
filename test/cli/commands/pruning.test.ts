import { describe, expect, it } from 'vitest';
import { FakeCloud, promoted } from '../support/fake-cloud.ts';
import { run } from '../support/run.ts';

const withOldVersions = () =>
  Object.assign(new FakeCloud(), { published: ['1', '2', '3'], aliases: [{ name: 'production', versions: ['3'] }] });

describe('prune', () => {
  it('says which versions nobody needs, and deletes them with --yes', async () => {
    const dry = withOldVersions();
    expect(await run('prune --keep 1', { cloud: dry })).toMatchObject({
      status: 0,
      out: expect.stringContaining('delete      1\n1 version would be deleted; --yes deletes.'),
    });
    expect(dry.asked).toEqual([]);
    const wet = withOldVersions();
    expect((await run('prune --keep 1 --yes', { cloud: wet })).status).toBe(0);
    expect(wet.asked).toEqual([{ delete: '1' }]);
  });

  it.each([
    ['three that were promoted unless told', 'prune --keep 1', undefined, true],
    ['as many as the stack says', 'prune --keep 1', '0', false],
    ['as many as it is told, whatever the stack says', 'prune --keep 1 --keep-promoted 1', '0', true],
  ])('keeps %s', async (_what, line, output, kept) => {
    const cloud = withOldVersions();
    cloud.record = { revision: 2, last: { ...promoted, version: '1', previousVersion: '1' } };
    if (output !== undefined)
      cloud.found = cloud.found.map((stack) => ({ ...stack, outputs: { ...stack.outputs, KeepPromoted: output } }));
    const { out } = await run(line, { cloud });
    expect(out.includes('keep        1  promoted, to go back to')).toBe(kept);
    expect(out.includes('1 version would be deleted')).toBe(!kept);
  });

  it('refuses a number of promoted versions that is none', async () => {
    expect((await run('prune --keep-promoted few')).err).toContain('It must be a whole number from 0 to 9999.');
  });
});
