import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CodeStore } from '../../src/lambda/code-store.ts';
import { loadHandler } from '../../src/lambda/worker/load.ts';
import { folderOf } from './folder-of.ts';

const CLIENT = '@aws-sdk/client-lambda';
const ESM = `import * as it from '${CLIENT}'; export const handler = async () => it.says ?? typeof it.LambdaClient;`;
const CJS = `const it = require('${CLIENT}'); exports.handler = async () => it.says ?? typeof it.LambdaClient;`;

const app = () => folderOf({ [`node_modules/${CLIENT}/index.js`]: "exports.says = 'the app’s';" });

/** What the function answers whose code lies where no project is. */
async function answerOf(files: Readonly<Record<string, string>>, lend: (codes: CodeStore) => void = () => undefined) {
  const codes = new CodeStore(folderOf({}));
  lend(codes);
  const { folder } = await codes.keep(folderOf(files));
  return (await loadHandler(folder, 'index.handler'))({}, {});
}

test.each([
  ['imports', 'index.mjs', ESM],
  ['requires', 'index.js', CJS],
])('a function that %s a client of the SDK finds one, as on Lambda', async (_, name, source) => {
  const { folder } = await new CodeStore(folderOf({})).keep(folderOf({ [name]: source }));
  // In a process of its own: here the test runner would find it by itself.
  const ask = `import(${JSON.stringify(join(folder, name))}).then((it) => it.handler()).then(console.log)`;
  expect(execFileSync(process.execPath, ['-e', ask], { cwd: folder, encoding: 'utf8' })).toBe('function\n');
});

test("the app's own client counts before that of this package", async () => {
  expect(await answerOf({ 'index.js': CJS }, (codes) => codes.lend(app()))).toBe('the app’s');
});

test('what is in the code counts before anything that the runtime would bring', async () => {
  const files = { 'index.js': CJS, [`node_modules/${CLIENT}/index.js`]: "exports.says = 'its own';" };
  expect(await answerOf(files, (codes) => codes.lend(app()))).toBe('its own');
});

test('an app that comes later lends what was not there before', async () => {
  const codes = new CodeStore(folderOf({}));
  const source = { 'index.js': "exports.handler = async () => require('@aws-sdk/client-late').says;" };
  const { folder } = await codes.keep(folderOf(source));
  codes.lend(folderOf({ 'node_modules/@aws-sdk/client-late/index.js': "exports.says = 'late';" }));
  expect(await (await loadHandler(folder, 'index.handler'))({}, {})).toBe('late');
});

test.each([
  ['index.mjs', "import '@aws-sdk/client-none/deep.js'; export const handler = () => 1;"],
  ['index.js', "require('@aws-sdk/client-none'); exports.handler = () => 1;"],
])('one that is not installed is told with its name and what to do (%s)', async (name, source) => {
  await expect(answerOf({ [name]: source })).rejects.toMatchObject({
    name: 'Runtime.ImportModuleError',
    message:
      "Error: Cannot find module '@aws-sdk/client-none'. Lambda's runtime brings it; here the app has to: " +
      'npm install --save-dev @aws-sdk/client-none',
  });
});

test('any other module that is missing is told as ever', async () => {
  await expect(answerOf({ 'index.js': "require('left-pad');" })).rejects.toThrow(/^Cannot find module 'left-pad'/);
});
