import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CodeStore } from '../../src/lambda/code-store.ts';
import { loadHandler } from '../../src/lambda/worker/load.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';

/** A project whose own code is ES modules, with an asset inside it and a folder for a cloud. */
function project(files: Readonly<Record<string, string>>) {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  writeFileSync(join(path, 'package.json'), '{"type":"module"}');
  const asset = join(path, 'asset');
  const outDir = join(path, 'out');
  mkdirSync(asset);
  mkdirSync(outDir);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(asset, name), text);
  return { asset, outDir, codes: new CodeStore(outDir) };
}

const called = async (folder: string) => (await loadHandler(folder, 'index.handler'))({}, {});

test.each([
  ['a CommonJS module', { 'index.js': "exports.handler = async () => 'cjs';" }, 'cjs'],
  [
    'what esbuild makes of one, with a file that it requires',
    {
      'index.js':
        "var made = {}; made.handler = async () => require('./other').says; module.exports = ((all) => all)(made);",
      'other.js': "exports.says = 'required';",
    },
    'required',
  ],
  [
    'an ES module, by its own package.json',
    { 'index.js': "export const handler = async () => 'esm';", 'package.json': '{"type":"module"}' },
    'esm',
  ],
  ['an ES module by its name', { 'index.mjs': "export const handler = async () => 'mjs';" }, 'mjs'],
])('%s runs, whatever the project around it is', async (_, files, answer) => {
  const { asset, codes } = project(files);
  const { folder } = await codes.keep(asset);
  expect(await called(folder)).toBe(answer);
});

test('what was uploaded stays as it was', async () => {
  const { asset, codes } = project({ 'index.mjs': "export const handler = async () => 'before';" });
  const { folder } = await codes.keep(asset);
  writeFileSync(join(asset, 'index.mjs'), "export const handler = async () => 'after';");
  expect(await called(folder)).toBe('before');
  const second = await codes.keep(asset);
  expect(second.folder).not.toBe(folder);
  expect(await called(second.folder)).toBe('after');
});

test('the same content is kept once, links as they are', async () => {
  const { asset, codes } = project({ 'index.mjs': '', 'data.txt': 'data' });
  symlinkSync('data.txt', join(asset, 'link.txt'));
  const first = await codes.keep(asset);
  expect(await codes.keep(asset)).toBe(first);
  expect(readFileSync(join(first.folder, 'link.txt'), 'utf8')).toBe('data');
});

test('nothing is left when it is closed', async () => {
  const { asset, codes } = project({ 'index.mjs': '' });
  codes.close();
  const { folder } = await codes.keep(asset);
  codes.close();
  expect(existsSync(folder)).toBe(false);
});
