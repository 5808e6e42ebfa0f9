import { expect, test } from 'vitest';
import { importsOf } from '../../../verify/rooms/imports.ts';

test.each([
  [`import { a } from './a.ts';`, './a.ts'],
  [`import a, * as all from './a.ts';`, './a.ts'],
  [`import {\n  a,\n  type B,\n} from './a.ts';`, './a.ts'],
  [`import type { A } from './a.ts';`, './a.ts'],
  [`import type A = require('./a.ts');`, './a.ts'],
  [`import './a.ts';`, './a.ts'],
  [`import text from "./a.json" with { type: 'json' };`, './a.json'],
  [`export { a } from './a.ts';`, './a.ts'],
  [`export type { A } from './a.ts';`, './a.ts'],
  [`export * from './a.ts';`, './a.ts'],
  [`export * as a from './a.ts';`, './a.ts'],
  [`const a = await import('./a.ts');`, './a.ts'],
  ['const a = import(`./a.ts`);', './a.ts'],
  [`let a: import('./a.ts').A;`, './a.ts'],
  [`let a: typeof import('./a.ts');`, './a.ts'],
  [`function f(a: Record<string, import('./a.ts').A[]>): void {}`, './a.ts'],
  [`const page = new URL('page/', import.meta.url);`, './page/'],
  [`const root = fileURLToPath(new URL('../..', import.meta.url));`, '../..'],
  [`import { a } from 'a';`, 'a'],
])('finds the import in %s', (text, specifier) => {
  expect(importsOf(text)).toEqual([{ specifier, line: 1 }]);
});

test.each([
  `// import './a.ts';`,
  `/** import('./a.ts') */`,
  `const text = "import './a.ts';";`,
  'const text = `export * from "./a.ts"`;',
  `export const from = './a.ts';`,
  `const a = await import(path);`,
  `const url = new URL('http://localhost/', base);`,
  `const pattern = /from '.\\/a.ts'/;`,
])('finds none in %s', (text) => {
  expect(importsOf(text)).toEqual([]);
});

test('says on which line an import begins', () => {
  expect(importsOf(`#!/usr/bin/env node\n\nimport './a.ts';\nconst b =\n  import('./b.ts');\n`)).toEqual([
    { specifier: './a.ts', line: 3 },
    { specifier: './b.ts', line: 5 },
  ]);
});

test('fails for what it cannot read', () => {
  expect(() => importsOf('import {')).toThrow('Expected');
});
