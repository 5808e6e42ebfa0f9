import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import type * as Esbuild from 'esbuild';
import { HANDLERS, handlerSource, releaseSource, ROOT } from './sources.ts';

/** One function's code: a folder whose `index.mjs` exports `handler`, with the files that it imports. */
export interface Bundle {
  /** A handler's name, or `service-<release>`. */
  readonly name: string;
  readonly folder: string;
  /** Of all its files. */
  readonly bytes: number;
}

/**
 * Bundles every handler to `<outDir>/<name>/index.mjs`, in one build.
 * @param outDir absolute, or relative to the working directory. Made if need be; what was in the functions' own
 * folders is removed, so two processes must not use one at the same time
 */
export function bundleHandlers(outDir: string): readonly Bundle[] {
  return bundle(outDir, handlerSources());
}

/** The same, in a process of its own, so that the caller may do something else meanwhile. */
export async function bundleHandlersAside(outDir: string): Promise<readonly Bundle[]> {
  const sources = handlerSources();
  return write(outDir, sources, await esbuild().build(optionsFor(sources)));
}

/**
 * Bundles one release of the sample service to `<outDir>/service-<release>/index.mjs`.
 * @param outDir as for {@link bundleHandlers}
 * @throws Error naming the releases there are when this one is none of them
 */
export function bundleRelease(release: string, outDir: string): Bundle {
  const name = `service-${release}`;
  const [made] = bundle(outDir, { [name]: releaseSource(release) });
  if (made === undefined) throw new Error(`bundling release ${release} made nothing`);
  return made;
}

/**
 * Bundles a program of the command line, with everything that it imports, into one file that Node.js runs.
 * @param source relative to the repository's root
 */
export function bundleProgram(source: string, outFile: string): void {
  esbuild().buildSync({
    absWorkingDir: ROOT,
    entryPoints: [source],
    outfile: outFile,
    ...SHAPE,
    banner: {
      // Packages in CommonJS form ask for Node's own modules with `require`.
      js: "#!/usr/bin/env node\nimport{createRequire as r}from'node:module';const require=r(import.meta.url);",
    },
  });
}

/** What every bundle has in common. */
export const SHAPE = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  // Lambda runs Node 24, a laptop may run the same bundle on Node 20.
  target: 'node20',
  // ES modules where a package has them: they load faster and leave out what nobody uses.
  mainFields: ['module', 'main'] as string[],
  legalComments: 'none',
  logLevel: 'silent',
} as const;

/** Loaded when something is bundled: the installed package brings its bundles and does not depend on esbuild. */
function esbuild(): typeof Esbuild {
  return createRequire(import.meta.url)('esbuild') as typeof Esbuild;
}

/** Paths as esbuild's metafile has them, relative to the root. Nothing is written there. */
const BUILD = 'bundles';

/**
 * The same sources give the same bytes, wherever the repository and the output are: the hash of a bundle is what
 * decides whether a deploy publishes a new version. Hence no source maps, no legal comments, no paths.
 *
 * What several functions share is generated once and copied next to each: the handlers over one SDK take a third
 * of the time that as many whole bundles take.
 */
function bundle(outDir: string, sources: Sources): readonly Bundle[] {
  return write(outDir, sources, esbuild().buildSync(optionsFor(sources)));
}

/** Source of each bundle, relative to the root, by the bundle's name. */
type Sources = Readonly<Record<string, string>>;

const handlerSources = (): Sources => Object.fromEntries(HANDLERS.map((name) => [name, handlerSource(name)]));

function optionsFor(sources: Sources) {
  return {
    absWorkingDir: ROOT,
    entryPoints: Object.entries(sources).map(([name, source]) => ({ in: source, out: name })),
    outdir: BUILD,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'shared-[hash]',
    ...SHAPE,
    splitting: true,
    metafile: true,
    write: false,
  } as const satisfies Esbuild.BuildOptions;
}

function write(
  outDir: string,
  sources: Sources,
  { metafile, outputFiles }: Esbuild.BuildResult<ReturnType<typeof optionsFor>>,
): readonly Bundle[] {
  const contents = new Map(outputFiles.map((file) => [basename(file.path), file.contents]));
  return Object.keys(sources).map((name) => {
    const folder = join(resolve(outDir), name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const files = importedBy(metafile, `${BUILD}/${name}.mjs`).map((path) => basename(path));
    let bytes = 0;
    for (const file of files) {
      const content = contents.get(file);
      if (content === undefined) throw new Error(`bundle ${name} imports ${file}, which was not made`);
      writeFileSync(join(folder, file === `${name}.mjs` ? 'index.mjs' : file), content);
      bytes += content.byteLength;
    }
    return { name, folder, bytes };
  });
}

/** A file of the build and everything it imports of the build, directly or not, each once. */
function importedBy(metafile: Esbuild.Metafile, entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, external } of metafile.outputs[path]?.imports ?? []) {
      if (external !== true) found.add(imported);
    }
  }
  return [...found];
}
