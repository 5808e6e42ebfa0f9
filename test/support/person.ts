import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a program ended, and what it printed. */
export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

export interface Person {
  /** Of the local cloud. */
  readonly endpoint: string;
  /** Takes caches and settings, of nobody else. */
  readonly home: string;
  /** Folder that programs start in. */
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A person at a terminal of their own runs a program to its end. */
export async function runAs({ endpoint, home, cwd, env }: Person, program: string, args: readonly string[]) {
  const settings = {
    HOME: home,
    CDK_HOME: home,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_DISABLE_VERSION_CHECK: 'true',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'me',
    AWS_SECRET_ACCESS_KEY: 'anything',
    CI: 'true',
  };
  const child = spawn(program, args, { cwd, env: { ...process.env, ...settings, ...env }, stdio: 'pipe' });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.end();
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, said } satisfies Ran;
}
