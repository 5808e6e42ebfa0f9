import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { type Bundle, type HandlerName, HANDLERS, SHAPE } from '../../infra/bundling/index.ts';
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

/**
 * A handler without the SDK, which it finds beside it as Lambda's runtime brings it: CommonJS, not minified, in many
 * files.
 * @returns the file to import
 */
export function bundleWithoutSdk(outDir: string, name: HandlerName): string {
  const outfile = join(outDir, 'index.mjs');
  buildSync({
    ...SHAPE,
    absWorkingDir: ROOT,
    outfile,
    entryPoints: [`handlers/${name}.ts`],
    external: ['@aws-sdk/*', '@smithy/*'],
  });
  symlinkSync(join(ROOT, 'node_modules'), join(outDir, 'node_modules'));
  return outfile;
}

/**
 * What a function starts with that does nothing but call AWS.
 * @param imports by package, such as `@aws-sdk/client-dynamodb`: the names that are used of it
 * @returns the file to import
 */
export function bundleClients(outDir: string, imports: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(imports).map(([from, names]) => `export { ${names.join(', ')} } from '${from}';`);
  buildSync({
    ...SHAPE,
    absWorkingDir: ROOT,
    stdin: { contents: lines.join('\n'), resolveDir: ROOT },
    outdir: outDir,
    splitting: true,
    outExtension: { '.js': '.mjs' },
  });
  return join(outDir, 'stdin.mjs');
}

/** Bytes of all bundles together. */
export const totalBytes = (bundles: readonly Bundle[]): number => bundles.reduce((sum, { bytes }) => sum + bytes, 0);
