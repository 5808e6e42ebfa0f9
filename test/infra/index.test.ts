import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import * as entry from '../../infra/index.ts';
import { defaultHandlerBundles, HANDLERS } from '../../infra/bundling/index.ts';
import { ROOT } from '../../infra/bundling/sources.ts';

it('offers the construct and the default plan, and nothing else', () => {
  expect(Object.keys(entry).sort()).toEqual(['DEFAULT_PLAN', 'LatticeCanary']);
});

it('bundles the handlers once in a process, when nobody names bundles', () => {
  const folder = defaultHandlerBundles();
  for (const name of HANDLERS) expect(existsSync(join(folder, name, 'index.mjs'))).toBe(true);
  expect(defaultHandlerBundles()).toBe(folder);
});

it('has types as of CommonJS, where TypeScript 5 looks for them in each of its ways', () => {
  interface Package {
    readonly main: string;
    readonly types: string;
    readonly exports: { readonly '.': { readonly types: string; readonly default: string } };
  }
  const { main, types, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Package;
  expect(exports['.']).toEqual({ types, default: main });
  for (const path of [main, types]) expect(existsSync(join(ROOT, path))).toBe(true);
  // The nearest package.json above a declaration says of what kind it is.
  const above = join(ROOT, dirname(dirname(types)), 'package.json');
  expect(JSON.parse(readFileSync(above, 'utf8'))).toEqual({ type: 'commonjs' });
});
