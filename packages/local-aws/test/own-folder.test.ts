import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownFolder, removeLeftovers } from '../src/own-folder.ts';
import { temporaryFolder } from '../src/testing/folder.ts';

/** Of a process that has ended. */
const { pid: GONE } = spawnSync(process.execPath, ['--version']);
const HOST = hostname();

/** A folder with folders, a file in each. */
function given(...names: readonly string[]): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  for (const name of names) {
    mkdirSync(join(path, name));
    writeFileSync(join(path, name, 'template.json'), '{}');
  }
  return path;
}

test('removes what processes left that run no more, also under the name that it had before', () => {
  const outDir = given(
    `assemblies-${GONE}`,
    `assemblies-${GONE}-${HOST}-Ab12Cd`,
    `assembly-${GONE}-${HOST}-Ab12Cd`,
    `code-${GONE}-${HOST}-Ab12Cd`,
    `worker-${GONE}-${HOST}-Ab12Cd`,
  );
  removeLeftovers(outDir);
  expect(readdirSync(outDir)).toEqual([]);
});

test('leaves what belongs to a process that runs, to another machine, or to nobody', () => {
  const kept = [
    `assemblies-${process.ppid}`,
    `assembly-${process.ppid}-${HOST}-Ab12Cd`,
    `assembly-${GONE}-another-${HOST}-Ab12Cd`,
    'assembly-mine',
    `assembly-${GONE}`,
    `worker-${GONE}`,
    `mine-${GONE}`,
    'logs',
  ];
  const outDir = given(...kept);
  // What belongs to no process that could be asked for: every user sees this one, only root may signal it.
  mkdirSync(join(outDir, 'assemblies-1'));
  removeLeftovers(outDir);
  expect(readdirSync(outDir).toSorted()).toEqual([...kept, 'assemblies-1'].toSorted());
});

test('of two folders under its own process id, the one that is older than the process is a leftover', () => {
  const before = `assemblies-${process.pid}-${HOST}-Ab12Cd`;
  const outDir = given(before);
  const longAgo = Date.UTC(2026, 0, 5) / 1000;
  utimesSync(join(outDir, before), longAgo, longAgo);
  const own = ownFolder(outDir, 'assemblies');
  const another = ownFolder(outDir, 'assemblies');
  removeLeftovers(outDir);
  expect(readdirSync(outDir).toSorted()).toEqual([basename(own), basename(another)].toSorted());
});
