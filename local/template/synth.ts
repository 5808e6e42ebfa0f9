import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export interface SynthesizeOptions {
  /** Folder with cdk.json. */
  readonly appDir: string;
  /** Which release of the sample to publish, such as 2.0.0; what the app says unless told. */
  readonly release?: string;
  /** Takes the assembly. */
  readonly outDir: string;
  /** More context for the app, above that of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>;
}

const cdkJsonSchema = z.looseObject({ app: z.string(), context: z.record(z.string(), z.unknown()).default({}) });

/** How much of a failed app's output goes into the error. */
const OUTPUT_TAIL = 4_000;

/**
 * Runs the CDK app of cdk.json as the CLI would, without the CLI: the app is a program that writes its assembly.
 * @throws Error with what the app printed when it failed
 */
export async function synthesize({ appDir, release, outDir, context }: SynthesizeOptions): Promise<void> {
  const cdkJson = cdkJsonSchema.parse(JSON.parse(await readFile(join(appDir, 'cdk.json'), 'utf8')));
  const merged = { ...cdkJson.context, ...context, ...(release !== undefined && { release }) };
  // CDK's own checks change nothing in the assembly and take most of the time; `npm run check` is there for them.
  const env = { CDK_VALIDATION: 'false', ...process.env, CDK_OUTDIR: outDir, CDK_CONTEXT_JSON: JSON.stringify(merged) };
  // cdk.json holds a command line, as for a shell.
  const app = spawn(cdkJson.app, { cwd: appDir, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_TAIL);
  };
  app.stdout.on('data', collect);
  app.stderr.on('data', collect);
  const code = await new Promise<number | null>((resolve, reject) => {
    app.once('error', reject);
    app.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the CDK app failed (${code === null ? 'killed' : `status ${code}`}):\n${output.trim()}`);
}
