import { wallClock } from '../core/clock.ts';

/** What was typed cannot be used; the message says what can. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Somebody asked how to use it; the message is the answer. Exit status 0. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

/** Statuses of the program, as shells know them. */
const Status = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Ctrl-C comes twice, once from the terminal and once passed on by npm. */
const SAME_INTERRUPT_MS = 1_000;

/**
 * Runs a program of the command line to its exit: errors become one message on stderr, Ctrl-C and SIGTERM abort
 * the signal and leave it time to end what it started; a second one does not wait.
 * @param program gives its exit status
 */
export async function runProgram(program: (signal: AbortSignal) => Promise<number>): Promise<never> {
  const controller = new AbortController();
  let interruptedAt: number | undefined;
  const interrupt = () => {
    if (interruptedAt !== undefined && wallClock.now() - interruptedAt > SAME_INTERRUPT_MS)
      process.exit(Status.interrupted);
    interruptedAt ??= wallClock.now();
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  process.exit(await statusOf(program, controller.signal));
}

async function statusOf(program: (signal: AbortSignal) => Promise<number>, signal: AbortSignal): Promise<number> {
  try {
    return await program(signal);
  } catch (error) {
    if (error instanceof HelpWanted) {
      process.stdout.write(`${error.message}\n`);
      return Status.ok;
    }
    // Ctrl-C reaches the children too: whatever broke then broke because of it.
    if (signal.aborted) return Status.interrupted;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? Status.usage : Status.failed;
  }
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
