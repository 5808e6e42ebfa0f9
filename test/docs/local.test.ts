import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloud } from 'local-aws';
import { expect, onTestFinished, test } from 'vitest';
import { PAGES, readText } from './pages.ts';

/** Names of services as the AWS CLI has them, where they differ. */
const CLI_NAMES: Readonly<Record<string, string>> = { stepfunctions: 'states', cloudwatch: 'monitoring' };

test(
  'docs/local.md says of every command that the pages tell people to type and has no answer on a laptop what ' +
    'becomes of it',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'local-page-'));
    const cloud = await createCloud({ speed: 1, outDir: folder });
    onTestFinished(async () => {
      await cloud.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const answered = new Map(
      Object.entries(cloud.operations).map(([service, operations]) => [service, Object.keys(operations)]),
    );
    const explained = [...readText('docs/local.md').matchAll(/^\| `(aws [\w -]+)`/gm)].map(([, command]) => command);
    const typed = ['README.md', ...PAGES].flatMap((page) => [
      ...readText(page).matchAll(/\baws ([a-z0-9-]+) ([a-z]+(?:-[a-z]+)+|tail|publish|invoke)\b/g),
    ]);
    expect(typed.length).toBeGreaterThan(30);
    const unexplained = typed.filter(([, service = '', operation = '']) => {
      const name = operation
        .split('-')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join('');
      const isAnswered = service === 'dynamodb' || answered.get(CLI_NAMES[service] ?? service)?.includes(name);
      return !isAnswered && !explained.includes(`aws ${service} ${operation}`);
    });
    expect(unexplained.map(([command]) => command)).toEqual([]);
  },
);
