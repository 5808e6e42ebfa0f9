import { type ChildProcess, spawn } from 'node:child_process';
import { type Cancel, wallClock } from '../core/clock.ts';

/** How much of what it printed is kept: the end. */
const OUTPUT_TAIL = 4_000;

/** For an app that has something to end itself, such as containers; then it is killed. */
const END_MS = 1_000;

export interface AppEnded {
  /** Exit status; null when it was killed. */
  readonly code: number | null;
  /** The end of what it printed. */
  readonly output: string;
}

/**
 * Runs a command line, as for a shell, until it and everything that it started has ended.
 * @param signal ends all of them; the promise resolves all the same
 */
export function runApp(
  command: string,
  { cwd, env, signal }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal?: AbortSignal },
): Promise<AppEnded> {
  // A process group of its own, so that what the shell has started can be ended with it.
  const app = spawn(command, { cwd, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-OUTPUT_TAIL);
  };
  app.stdout.on('data', collect);
  app.stderr.on('data', collect);
  let cancelKill: Cancel | undefined;
  const end = () => {
    killGroup(app, 'SIGTERM');
    cancelKill = wallClock.schedule(END_MS, () => killGroup(app, 'SIGKILL'));
  };
  signal?.addEventListener('abort', end, { once: true });
  return new Promise<AppEnded>((resolve, reject) => {
    app.once('error', reject);
    app.once('close', (code) => resolve({ code, output }));
  }).finally(() => {
    cancelKill?.();
    signal?.removeEventListener('abort', end);
  });
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended by itself meanwhile.
  }
}
