import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface Asset {
  readonly type: string;
  readonly body: Uint8Array | string;
}

const PAGE = fileURLToPath(new URL('page/', import.meta.url));

/**
 * What the browser loads, by path. Bundled in memory in a fraction of a second: there is nothing on disk that could be
 * old.
 */
export async function pageAssets(): Promise<ReadonlyMap<string, Asset>> {
  const [{ outputFiles }, html, icon] = await Promise.all([
    build({
      absWorkingDir: PAGE,
      entryPoints: { page: 'main.ts', style: 'style.css' },
      outdir: 'out',
      write: false,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'silent',
    }),
    readFile(`${PAGE}index.html`),
    readFile(`${PAGE}icon.svg`),
  ]);
  const bundled = (name: string) => outputFiles.find(({ path }) => path.endsWith(name))?.contents ?? '';
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: html }],
    ['/page.js', { type: 'text/javascript; charset=utf-8', body: bundled('page.js') }],
    ['/style.css', { type: 'text/css; charset=utf-8', body: bundled('style.css') }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
  ]);
}
