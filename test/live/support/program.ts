import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { APP_DIR } from '../../../local/cli/stage.ts';

/** A program of the command line as a child process, as its npm script starts it. */
export interface Program {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves with the first whole line; rejects with what it printed when it ends before one. */
  firstLine(): Promise<string>;
  /** Resolves with the exit status. */
  readonly ended: Promise<number | null>;
}

/**
 * The folder it starts in is given, for what it leaves behind goes there.
 * @param env on top of this process's own
 */
export function startProgram(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Program {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', tsx, join(APP_DIR, file), ...args],
    { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    firstLine: () =>
      new Promise((resolve, reject) => {
        const look = () => {
          const [line, ...more] = output.stdout.split('\n');
          if (more.length > 0) resolve(line ?? '');
        };
        child.stdout.on('data', look);
        void ended.then((code) =>
          reject(new Error(`${file} ended with status ${code}: ${output.stderr || output.stdout}`)),
        );
        look();
      }),
    ended,
  };
}
