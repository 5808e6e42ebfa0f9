import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const HOME = join(import.meta.dirname, '../..');

export interface Program {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first match in what it printed; rejects when it ends before. */
  readonly prints: (pattern: RegExp) => Promise<string>;
  /** Its exit status. */
  readonly exit: Promise<number | null>;
}

/** Builds the program of the command line from the sources as they are now. */
export function buildProgram(): void {
  execFileSync(process.execPath, [join(HOME, 'build.mjs')]);
}

/** Starts it as npm does, and ends it with the test. */
export function startProgram(args: readonly string[], cwd: string): Program {
  const child = spawn(process.execPath, [join(HOME, 'bin/local-aws.mjs'), ...args], { cwd });
  const said = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    said.stdout += chunk.toString('utf8');
    listeners.forEach((look) => look());
  });
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit;
  });
  return {
    child,
    exit,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(said.stdout);
          if (found !== null) resolve(found[1] ?? found[0]);
        };
        listeners.add(look);
        look();
        void exit.then((status) => reject(new Error(`ended with ${status} before: ${said.stderr}`)));
      }),
  };
}
