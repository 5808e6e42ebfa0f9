import { isatty } from 'node:tty';
import { wallClock } from '../core/clock.ts';
import { every } from '../core/every.ts';
import { CLOSED_PIPE, onOutputLost, ReaderGone } from './reader.ts';

/** What was typed cannot be used; the message says what can. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Somebody asked how to use it; the message is the answer. Exit status 0. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

/** Somebody wants the program to end. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Statuses of the program, as shells know them. */
const Status = { ok: 0, failed: 1, usage: 2, interrupted: 130, closedPipe: CLOSED_PIPE } as const;

/** Ctrl-C and what service managers send; a terminal that is closed; Ctrl-\. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Ctrl-C comes twice, once from the terminal and once passed on by npm. */
const SAME_INTERRUPT_MS = 1_000;

const LOOK_AT_PARENT_MS = 500;

export interface ProgramOptions {
  /**
   * Ends when its parent has: npm passes on nothing but SIGINT and SIGTERM, and any other signal ends npm and would
   * leave its program running. False unless told: what a shell has put into the background outlives it.
   */
  readonly endsWithParent?: boolean;
}

/**
 * Runs a program of the command line to its exit: errors become one message on stderr. Signals that end programs abort
 * its signal and leave it time to end what it started; a second one does not wait. So does output that nobody reads
 * any more, without a word, and output that cannot be written.
 * @param program gives its exit status
 */
export async function runProgram(
  program: (signal: AbortSignal) => Promise<number>,
  { endsWithParent = false }: ProgramOptions = {},
): Promise<never> {
  const onTerminal = [0, 1, 2].some((fd) => isatty(fd));
  const controller = new AbortController();
  let terminalGone = false;
  const end = (why: Error) => {
    terminalGone ||= onTerminal && why instanceof ReaderGone;
    controller.abort(why);
  };
  let interruptedAt: number | undefined;
  const interrupt = (name: NodeJS.Signals) => {
    terminalGone ||= onTerminal && name === 'SIGHUP';
    if (interruptedAt !== undefined && wallClock.now() - interruptedAt > SAME_INTERRUPT_MS)
      leave(Status.interrupted, terminalGone);
    interruptedAt ??= wallClock.now();
    end(new Interrupted('interrupted'));
  };
  for (const name of ENDING) process.on(name, interrupt);
  onOutputLost(end);
  if (endsWithParent) onceOrphaned(() => end(new Interrupted('the program that started this one has ended')));
  return leave(await statusOf(program, controller.signal), terminalGone);
}

/** Node.js gives the terminal its settings back when it exits, and crashes where there is none any more. */
function leave(status: number, terminalGone: boolean): never {
  if (terminalGone) {
    process.removeAllListeners('SIGHUP');
    process.kill(process.pid, 'SIGHUP');
  }
  process.exit(status);
}

async function statusOf(program: (signal: AbortSignal) => Promise<number>, signal: AbortSignal): Promise<number> {
  try {
    const status = await program(signal);
    return signal.reason === undefined || signal.reason instanceof Interrupted ? status : statusAfter(signal.reason);
  } catch (error) {
    // Ctrl-C reaches the children too: whatever broke then broke because of it.
    return statusAfter(signal.aborted ? signal.reason : error);
  }
}

/** Says what there is to say of why it ended. */
function statusAfter(why: unknown): number {
  if (why instanceof Interrupted) return Status.interrupted;
  if (why instanceof ReaderGone) return Status.closedPipe;
  if (why instanceof HelpWanted) {
    process.stdout.write(`${why.message}\n`);
    return Status.ok;
  }
  process.stderr.write(`${why instanceof Error ? why.message : String(why)}\n`);
  return why instanceof UsageError ? Status.usage : Status.failed;
}

function onceOrphaned(then: () => void): void {
  const parent = process.ppid;
  const stop = every(wallClock, LOOK_AT_PARENT_MS, wallClock.now(), () => {
    if (process.ppid === parent) return;
    stop();
    then();
  });
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
