import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PLACE } from '../core/place.ts';
import { diskFullIn } from '../disk-full.ts';
import { runApp } from './app-process.ts';

export interface SynthesizeOptions {
  /** Folder with cdk.json. */
  readonly appDir: string;
  /** Takes the assembly. */
  readonly outDir: string;
  /** More context for the app, above that of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Ends the app, and every process that it started, before it is done. */
  readonly signal?: AbortSignal;
}

const cdkJsonSchema = z.looseObject({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

/**
 * Runs the CDK app of cdk.json as the CLI would, without the CLI: the app is a program that writes its assembly.
 * @throws Error with what the app printed when it failed; the signal's reason when that ended it; DiskFull
 */
export async function synthesize({ appDir, outDir, context, signal }: SynthesizeOptions): Promise<void> {
  const cdkJson = await readCdkJson(appDir);
  const merged = { ...(await lookedUpContext(appDir)), ...cdkJson.context, ...context };
  // CDK's own checks change nothing in the assembly and take most of the time; `cdk synth` is there for them.
  const place = { CDK_DEFAULT_ACCOUNT: PLACE.account, CDK_DEFAULT_REGION: PLACE.region };
  const env = {
    CDK_VALIDATION: 'false',
    ...process.env,
    ...place,
    CDK_OUTDIR: outDir,
    CDK_CONTEXT_JSON: JSON.stringify(merged),
  };
  // cdk.json holds a command line, as for a shell.
  signal?.throwIfAborted();
  const { code, output } = await runApp(cdkJson.app, { cwd: appDir, env, ...(signal && { signal }) });
  signal?.throwIfAborted();
  if (code === 0) return;
  const failed = `the CDK app failed (${code === null ? 'killed' : `status ${code}`}):\n${output.trim()}`;
  throw diskFullIn(output, outDir) ?? new Error(failed);
}

/** @throws Error naming the file when there is none, or it is not what the CDK reads */
async function readCdkJson(appDir: string): Promise<z.infer<typeof cdkJsonSchema>> {
  const file = join(appDir, 'cdk.json');
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`${appDir} is not the folder of a CDK app: ${error.message}`);
  });
  const parsed = cdkJsonSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${file} cannot be used: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** What the CLI has looked up before and the app keeps beside cdk.json; nothing where there is no such file. */
async function lookedUpContext(appDir: string): Promise<Record<string, unknown>> {
  const text = await readFile(join(appDir, 'cdk.context.json'), 'utf8').catch(() => '{}');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}
