import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DiskFull, diskFullBehind, diskFullIn, writeWhole, writing } from '../src/disk-full.ts';
import { temporaryFolder } from '../src/testing/folder.ts';

function folder(): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  return path;
}

test.each([
  ['a call with a path', "Error: ENOSPC: no space left on device, open '/tmp/a b/x.json'", '/tmp/a b/x.json'],
  ['a copy', "Error: ENOSPC: no space left on device, copyfile '/tmp/a' -> '/tmp/b'", '/tmp/b'],
  ['a write, which has none', 'Error: ENOSPC: no space left on device, write\n    at writeSync', '/asked'],
  [
    'esbuild',
    '✘ [ERROR] Failed to write to output file: write /tmp/x/index.mjs: no space left on device',
    '/tmp/x/index.mjs',
  ],
  ['a quota', 'write /home/me/x: disk quota exceeded', '/home/me/x'],
])('names the file of %s', (_what, text, file) => {
  expect(diskFullIn(text, '/asked')?.message).toBe(
    `${file} cannot be written, for the disk is full: free some space and start again`,
  );
});

test('takes nothing else for a full disk', () => {
  expect(diskFullIn("Error: EACCES: permission denied, open '/x'", '/asked')).toBeUndefined();
  const watchers = 'ENOSPC: System limit for number of file watchers reached';
  expect(diskFullIn(watchers, '/asked')).toBeUndefined();
  const other = new Error('another');
  expect(() =>
    writing('/asked', () => {
      throw other;
    }),
  ).toThrow(other);
});

test('writes a file', () => {
  const file = join(folder(), 'outputs.json');
  writeWhole(file, '{}\n');
  writeWhole(file, '{"A":1}\n');
  expect(readFileSync(file, 'utf8')).toBe('{"A":1}\n');
});

test.skipIf(!existsSync('/dev/full'))('fails for a file on a full disk by name, and leaves no half of it', () => {
  const file = join(folder(), 'outputs.json');
  symlinkSync('/dev/full', file);
  expect(() => writeWhole(file, '{}')).toThrow(DiskFull);
  expect(() => writing(file, () => mkdirSync('/dev/full/x'))).toThrow('ENOTDIR');
  expect(existsSync(file)).toBe(false);
});

test('a full disk is found behind what failed for it, and nothing behind what did not', () => {
  const full = new DiskFull('/tmp/code');
  const deployment = new Error('deployment of Shop failed', { cause: new Error('Function: no room', { cause: full }) });
  expect(diskFullBehind(deployment)).toBe(full);
  expect(diskFullBehind(new Error('deployment of Shop failed', { cause: 'a word' }))).toBeUndefined();
});
