import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a command as it was copied, in a shell that knows nothing. @returns what it printed; rejects when it fails */
export async function freshShell(command: string): Promise<string> {
  const knows = ['PATH', 'HOME'].map((name) => `${name}=${process.env[name] ?? ''}`);
  // Whoever runs this may have settings, which a machine that has none must not need.
  const settings = ['AWS_CONFIG_FILE=/dev/null', 'AWS_SHARED_CREDENTIALS_FILE=/dev/null'];
  return (await promisify(execFile)('env', ['-i', ...knows, ...settings, 'sh', '-c', command])).stdout;
}
