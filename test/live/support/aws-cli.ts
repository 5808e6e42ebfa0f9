import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Why the AWS CLI cannot be used here; undefined when it can. */
export const noAwsCli: string | undefined =
  spawnSync('aws', ['--version']).status === 0 ? undefined : 'no `aws` is installed';

/** Nobody's own settings: they may name other endpoints. */
export const NO_SETTINGS = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_PAGER: '' };

/**
 * Runs lines of a shell, and nothing after the first that fails.
 * @returns what they printed; rejects with what went wrong
 */
export async function shell(lines: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-eu', '-o', 'pipefail', '-c', lines.join('\n')], {
    env: { ...process.env, ...NO_SETTINGS, ...env },
  });
  return stdout;
}

/**
 * Runs the real AWS CLI against an endpoint. @returns runs one command and reads its JSON; rejects with what it printed
 * when it fails
 */
export function awsCli(endpoint: string): <T = unknown>(...args: string[]) => Promise<T> {
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'me',
    AWS_SECRET_ACCESS_KEY: 'anything',
    AWS_DEFAULT_REGION: 'eu-west-1',
    ...NO_SETTINGS,
  };
  return async <T>(...args: string[]) => {
    const { stdout } = await promisify(execFile)('aws', ['--endpoint-url', endpoint, '--output', 'json', ...args], {
      env,
    });
    return (stdout.trim() === '' ? undefined : JSON.parse(stdout)) as T;
  };
}
