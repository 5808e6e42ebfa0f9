import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fill, partsOf } from '../readme/page.ts';
import { temporaryFolder } from '../src/testing/folder.ts';
import { testCloud } from '../src/testing/cloud.ts';
import type { ServiceName } from '../src/catalogue.ts';
import { spoken } from '../src/wire/identify.ts';
import { buildProgram, startProgram } from './cli/program.ts';
import { SERVICES } from './services.ts';

const HOME = join(import.meta.dirname, '..');
const FILE = join(HOME, 'README.md');
const text = readFileSync(FILE, 'utf8');

/** Cells of the table's rows whose first cell begins with a name in code. */
const rows = [...text.matchAll(/^\| `([\w -]+)`([^|]*)\|([^|]*)(?:\|([^|]*))?\|$/gm)].map(
  ([, name = '', title = '', second = '', third = '']) => ({
    name,
    title: title.trim(),
    second: second.trim(),
    third: third.trim(),
  }),
);
const isService = (name: string): name is ServiceName => Object.hasOwn(SERVICES, name);

describe('README.md', () => {
  test('has the tables and the examples that the code has; `npm run readme` writes them', async () => {
    const cloud = await testCloud(onTestFinished);
    await expect(fill(text, await partsOf(cloud))).toMatchFileSnapshot(FILE);
  });

  test('lists exactly the operations that there are, service by service', async () => {
    const cloud = await testCloud(onTestFinished);
    const written = Object.fromEntries(
      rows.filter(({ name }) => isService(name)).map(({ name, third }) => [name, third.split(', ')]),
    );
    const there = Object.fromEntries(
      Object.entries(cloud.operations).map(([service, operations]) => [service, Object.keys(operations).sort()]),
    );
    expect(written).toEqual(there);
  });

  test('names each service and the protocols that it speaks', () => {
    const written = rows.flatMap(({ name, title, second }) =>
      isService(name) ? [`${name}: ${title}: ${second}`] : [],
    );
    const there = Object.values(SERVICES).map(
      (service) => `${service.name}: ${service.title}: ${spoken(service).join(', ')}`,
    );
    expect([...written].sort()).toEqual([...there].sort());
  });

  test('has commands that run as they are written', async () => {
    const { path, remove } = temporaryFolder();
    onTestFinished(remove);
    const commands = [...text.matchAll(/^npx local-aws (.*)$/gm)].map(([, args = '']) => args.split(' '));
    expect(commands).toHaveLength(1);
    buildProgram();
    // But for the port and the folder, which another program may be using.
    for (const args of commands)
      await startProgram([...args, '--port', '0', '--out', path], HOME).prints(/^ready http:\S+$/m);
  });

  test('names the entries that there are', () => {
    const { exports } = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8')) as { exports: object };
    const written = [...text.matchAll(/^\| `(local-aws[\w/]*)` \|/gm)].map(([, entry = '']) => entry);
    const there = Object.keys(exports).map((key) => key.replace('.', 'local-aws'));
    expect([...written, 'local-aws/package.json'].sort()).toEqual(there.sort());
  });

  test('has no line over 120 characters but in a table, and no link out of the package', () => {
    expect(text.split('\n').filter((line) => line.length > 120 && !line.startsWith('|'))).toEqual([]);
    expect(text).not.toMatch(/\]\(\.\.\//);
  });
});
