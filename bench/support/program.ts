import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Before the path of a program in TypeScript. */
export const TSX = [process.execPath, '--import', 'tsx'] as const;

export interface ProgramOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Hears every line of its output as it comes, with the milliseconds since its start. */
  readonly onLine?: (line: string, ms: number) => void;
}

export interface Ended {
  readonly code: number | null;
  /** Wall time from its start to its end. */
  readonly ms: number;
  readonly output: string;
}

/**
 * Runs a program to its end and times it.
 * @throws Error with the end of what it printed when it failed
 */
export async function runProgram(command: readonly string[], options: ProgramOptions): Promise<Ended> {
  const ended = await tryProgram(command, options);
  if (ended.code !== 0)
    throw new Error(
      `${command.join(' ')} failed ` +
        `(${ended.code === null ? 'killed' : `status ${ended.code}`}):\n${ended.output.slice(-2_000)}`,
    );
  return ended;
}

/** Runs a program to its end, however it ends: also when it is the signal that ends it. */
export function tryProgram(
  [command = '', ...args]: readonly string[],
  { signal, cwd = ROOT, env, onLine }: ProgramOptions,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line, performance.now() - startedAt);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', (error) => {
      // An aborted one has children to end before it is over.
      if (!signal.aborted) reject(error);
    });
    child.once('close', (code) => resolve({ code, ms: performance.now() - startedAt, output }));
  });
}
