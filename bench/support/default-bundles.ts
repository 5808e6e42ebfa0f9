import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { HANDLERS } from '../../infra/bundling/index.ts';
import type { Bundle } from '../../infra/bundling/index.ts';
import { ROOT } from './program.ts';

/**
 * The handlers as CDK's `NodejsFunction` makes them unless told otherwise: CommonJS, not minified. The SDK is bundled too, as CDK
 * does where `bundleAwsSDK` asks for it: the other bundles hold theirs.
 */
export function bundleByDefault(outDir: string): readonly Bundle[] {
  return HANDLERS.map((name) => {
    const { outputFiles } = buildSync({
      absWorkingDir: ROOT,
      entryPoints: [`handlers/${name}.ts`],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      write: false,
      logLevel: 'silent',
    });
    const folder = join(outDir, name);
    mkdirSync(folder, { recursive: true });
    let bytes = 0;
    for (const { contents } of outputFiles) {
      writeFileSync(join(folder, 'index.cjs'), contents);
      bytes += contents.byteLength;
    }
    return { name, folder, bytes };
  });
}

/** Bytes of all bundles together. */
export const totalBytes = (bundles: readonly Bundle[]): number => bundles.reduce((sum, { bytes }) => sum + bytes, 0);
