import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ServiceName } from '../src/catalogue.ts';
import { createCloud } from '../src/cloud.ts';
import { spoken } from '../src/wire/identify.ts';
import { SERVICES } from './services.ts';

const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
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

test('lists exactly the operations that there are, service by service', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const cloud = await createCloud({ speed: 1, outDir: folder });
  onTestFinished(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const written = Object.fromEntries(
    rows.filter(({ name }) => isService(name)).map(({ name, third }) => [name, third.split(', ')]),
  );
  const there = Object.fromEntries(
    Object.entries(cloud.operations).map(([service, operations]) => [service, Object.keys(operations).sort()]),
  );
  expect(written).toEqual(there);
});

test('names each service and the protocols that it speaks', () => {
  const written = rows.flatMap(({ name, title, second }) => (isService(name) ? [`${name}: ${title}: ${second}`] : []));
  const there = Object.values(SERVICES).map(
    (service) => `${service.name}: ${service.title}: ${spoken(service).join(', ')}`,
  );
  expect([...written].sort()).toEqual([...there].sort());
});
