import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Bundle, type HandlerName, HANDLERS } from '../../infra/bundling/index.ts';
import { ROOT } from './program.ts';

/**
 * The handlers as CDK's `NodejsFunction` makes them unless told otherwise: CommonJS, not minified. The SDK is bundled
 * too, as CDK does where `bundleAwsSDK` asks for it: the other bundles hold theirs.
 * @param names every handler unless told
 */
export function bundleByDefault(outDir: string, names: readonly HandlerName[] = HANDLERS): readonly Bundle[] {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: names.map((name) => ({ in: `handlers/${name}.ts`, out: join(name, 'index') })),
    outdir: outDir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ path, contents }) => {
    const folder = dirname(path);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, contents);
    return { name: basename(folder), folder, bytes: contents.byteLength };
  });
}

/** Bytes of all bundles together. */
export const totalBytes = (bundles: readonly Bundle[]): number => bundles.reduce((sum, { bytes }) => sum + bytes, 0);
