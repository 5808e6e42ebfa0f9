import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { linksOf, readText } from './pages.ts';

const MOST_WORDS = 1200;

/** Every page that links lead to, from README on. */
function reachable(): ReadonlySet<string> {
  const seen = new Set(['README.md']);
  for (const page of seen)
    linksOf(page)
      .map(({ path }) => path)
      .filter((path) => path.endsWith('.md'))
      .forEach((path) => seen.add(path));
  return seen;
}

describe('README', () => {
  it(`has at most ${MOST_WORDS} words, as wc counts them: it is read to its end`, () => {
    expect(readText('README.md').split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(MOST_WORDS);
  });

  it('leads to every page of docs', () => {
    const files = readdirSync(new URL('../../docs', import.meta.url), { recursive: true, encoding: 'utf8' });
    const pages = files.filter((name) => name.endsWith('.md'));
    expect(pages.map((name) => `docs/${name}`).filter((page) => !reachable().has(page))).toEqual([]);
  });
});
