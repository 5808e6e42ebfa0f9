import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCloud } from '../../local/cloud.ts';
import { SERVICES, type ServiceName } from '../../local/wire/services.ts';
import { PAGES, readText } from '../docs/pages.ts';

const text = readText('local/README.md');
/** Cells of the table's rows whose first cell begins with a name in code. */
const rows = [...text.matchAll(/^\| `([\w -]+)`([^|]*)\|([^|]*)(?:\|([^|]*))?\|$/gm)].map(([, name = '', title = '', second = '', third = '']) => ({ name, title: title.trim(), second: second.trim(), third: third.trim() }));
const isService = (name: string): name is ServiceName => Object.hasOwn(SERVICES, name);

test('lists exactly the operations that there are, service by service', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const cloud = await createCloud({ speed: 1, outDir: folder });
  onTestFinished(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const written = Object.fromEntries(rows.filter(({ name }) => isService(name)).map(({ name, third }) => [name, third.split(', ')]));
  const there = Object.fromEntries(Object.entries(cloud.operations).map(([service, operations]) => [service, Object.keys(operations).sort()]));
  expect(written).toEqual(there);
});

test('names each service and the protocols that it speaks', () => {
  const written = rows.flatMap(({ name, title, second }) => (isService(name) ? [`${name}: ${title}: ${second}`] : []));
  const spoken = (Object.keys(SERVICES) as ServiceName[]).map((name) => {
    const { cbor, json, query, rest, title } = SERVICES[name];
    return `${name}: ${title}: ${[json && `AWS JSON ${json.version}`, cbor && 'RPC v2 CBOR', query && 'Query', rest && 'REST JSON'].filter(Boolean).join(', ')}`;
  });
  expect([...written].sort()).toEqual([...spoken].sort());
});

test('says of every command that the pages tell people to type what becomes of it here', () => {
  const cliNames: Readonly<Record<string, ServiceName>> = { stepfunctions: 'states', cloudwatch: 'monitoring' };
  const commands = ['README.md', ...PAGES].flatMap((page) => [...readText(page).matchAll(/\baws ([a-z0-9-]+) ([a-z]+(?:-[a-z]+)+|tail|publish|invoke)\b/g)].map(([, service = '', operation = '']) => ({ service, operation })));
  expect(commands.length).toBeGreaterThan(30);
  const documented = new Map(rows.map(({ name, third }) => [name, third.split(', ')]));
  const unexplained = commands.filter(({ service, operation }) => {
    const name = operation.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const answered = service === 'dynamodb' || documented.get(cliNames[service] ?? service)?.includes(name);
    return !answered && !documented.has(`aws ${service} ${operation}`);
  });
  expect(unexplained).toEqual([]);
});
