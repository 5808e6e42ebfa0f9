import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as entry from '../../infra/index.ts';
import { defaultHandlerBundles, HANDLERS } from '../../infra/bundling/index.ts';

it('offers the construct and the default plan, and nothing else', () => {
  expect(Object.keys(entry).sort()).toEqual(['DEFAULT_PLAN', 'LatticeCanary']);
});

it('bundles the handlers once in a process, when nobody names bundles', () => {
  const folder = defaultHandlerBundles();
  for (const name of HANDLERS) expect(existsSync(join(folder, name, 'index.mjs'))).toBe(true);
  expect(defaultHandlerBundles()).toBe(folder);
});
