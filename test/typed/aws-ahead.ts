import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'aws_ahead.py');

/**
 * The AWS CLI for those who type it a hundred times: version 1, which is a module of Python, is loaded once.
 * @param folder takes what it needs
 * @returns the folder to have first in PATH, none where `aws` is another version, and what ends it
 */
export async function awsAhead(folder: string): Promise<{ readonly path: readonly string[]; close(): void }> {
  if (spawnSync('python3', ['-c', 'import awscli']).status !== 0) return { path: [], close: () => undefined };
  const [socket, path] = [join(folder, 'aws.socket'), join(folder, 'bin')];
  const server = spawn('python3', [PROGRAM, 'server', socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [python] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
  mkdirSync(path);
  writeFileSync(join(path, 'aws'), `#!/bin/sh\nexec ${python.trim()} -I -S ${PROGRAM} run ${socket} "$@"\n`);
  chmodSync(join(path, 'aws'), 0o755);
  return { path: [path], close: () => server.stdin.end() };
}
