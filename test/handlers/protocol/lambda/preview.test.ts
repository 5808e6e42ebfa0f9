import { describe, expect, it } from 'vitest';
import { placePreview } from '../../../../handlers/protocol/lambda/preview.ts';
import { memoryPorts } from '../../../../verify/memory/ports.ts';
import { memoryService } from '../../../../verify/memory/service.ts';

/** The preview is not where it belongs, and others write it before each of the first so many moves. */
function contended(times: number) {
  const { world } = memoryService(['1', '2'], { preview: true });
  world.moveAlias('a person', 'preview', '2');
  let left = times;
  let moves = 0;
  world.hook = ({ name, moment }) => {
    if (name !== 'preview.pointAlias' || moment !== 'before') return;
    moves++;
    if (left-- > 0) world.moveAlias('somebody', 'preview', '2');
  };
  return { world, ports: memoryPorts(world), moves: () => moves };
}

describe('the preview', () => {
  it.each([0, 2])('is put where it belongs after %i others wrote it', async (times) => {
    const { ports, world } = contended(times);
    expect(await placePreview(ports)).toBe('1');
    expect(world.alias('preview').version).toBe('1');
    expect(await placePreview(ports)).toBeUndefined();
  });

  it('is given up after three tries, by name', async () => {
    const { moves, ports } = contended(9);
    await expect(placePreview(ports)).rejects.toMatchObject({ name: 'VersionDrifted' });
    expect(moves()).toBe(3);
  });
});
