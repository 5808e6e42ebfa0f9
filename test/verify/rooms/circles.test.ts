import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'circle-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As `npm run check:lint` does, for two files. */
function lint(a: string, b: string): { readonly status: number | null; readonly stdout: string } {
  writeFileSync(join(folder, 'a.ts'), a);
  writeFileSync(join(folder, 'b.ts'), b);
  const settings = join(import.meta.dirname, '../../../.oxlintrc.json');
  const oxlint = join(import.meta.dirname, '../../../node_modules/.bin/oxlint');
  return spawnSync(oxlint, ['--config', settings, '--deny-warnings', folder], { encoding: 'utf8' });
}

test.each([
  ['of values', `import { b } from './b.ts';\nexport const a = () => b;\n`],
  ['of types', `import type { B } from './b.ts';\nexport type A = B;\n`],
  ['that passes on', `export * from './b.ts';\n`],
])('the linter fails for a circle %s', (_, a) => {
  const { status, stdout } = lint(a, `export * from './a.ts';\nexport const b = 1;\nexport type B = string;\n`);
  expect(stdout).toContain('import(no-cycle)');
  expect(status).toBe(1);
});

test('the linter lets an arrow pass', () => {
  const { status, stdout } = lint(
    `export type A = string;\n`,
    `import type { A } from './a.ts';\nexport type B = A;\n`,
  );
  expect(stdout).toContain('Found 0 warnings and 0 errors.');
  expect(status).toBe(0);
});
