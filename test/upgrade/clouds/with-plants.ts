import { join } from 'node:path';
import { expect, inject, onTestFinished } from 'vitest';
import { newFolder } from '../../live/support/live-stage.ts';
import { Chain, type Direction } from '../chain.ts';
import { readFiles, writeFiles } from '../files.ts';
import { keptVersions, readKept } from '../kept.ts';
import { type Change, planted } from '../plant.ts';
import { GOING_ON } from '../points.ts';

/** Updates between the newest version that is kept and the sources with a change planted in them. */
export function chainWith(changes: readonly Change[]): Chain {
  const folder = newFolder();
  const version = keptVersions().at(-1) ?? '';
  writeFiles(folder.path, planted(readFiles(join(inject('upgrade'), 'current')), changes));
  const chain = new Chain(join(inject('upgrade'), version), readKept(version).states, folder.path);
  onTestFinished(async () => {
    await chain.close();
    folder.remove();
  });
  return chain;
}

export async function play(chain: Chain, name: string, direction: Direction): Promise<readonly string[]> {
  const point = GOING_ON.find((each) => each.name === name);
  if (point === undefined) throw new Error(`no point ${name}`);
  return chain.play(point, direction);
}

/** Among other things. */
export const saying = (words: string): unknown => expect.arrayContaining([expect.stringContaining(words)]);
