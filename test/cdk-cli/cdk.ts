import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { APP_DIR } from '../../local/cli/stage.ts';

const TSX = import.meta.resolve('tsx');

/** How a program ended, and what it printed. */
export interface Ran {
  readonly status: number | null;
  readonly said: string;
}

const inProject = (file: string) => join(APP_DIR, file);

/** A person at a terminal of their own, in a folder of their own: caches, settings and reports of nobody else. */
export function personIn(folder: string, endpoint: string) {
  const home = join(folder, 'home');
  mkdirSync(home);
  const env = {
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
  const run = async (args: readonly string[]): Promise<Ran> => {
    const options = { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' } as const;
    const program = spawn(process.execPath, args, options);
    let said = '';
    for (const output of [program.stdout, program.stderr])
      output.setEncoding('utf8').on('data', (text: string) => (said += text));
    program.stdin.end();
    const [status] = (await once(program, 'close')) as [number | null];
    return { status, said };
  };
  return {
    /** `npx cdk …` */
    cdk: (...args: string[]) => run([inProject('node_modules/aws-cdk/bin/cdk'), ...args, '--no-notices']),
    /** `npm run canary -- …` */
    canary: (...args: string[]) =>
      run(['--disable-warning=ExperimentalWarning', '--import', TSX, inProject('cli/main.ts'), ...args]),
  };
}
