import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Activity } from '../../core/activity.ts';
import { buildProgram } from '../../core/build-program.ts';
import { wallClock } from '../../core/clock.ts';
import { type Bindings, describe, GUARDS, MOST_MEGABYTES, type Outcome } from '../outcome.ts';

export interface Request {
  /** Of the expression. */
  readonly text: string;
  readonly bindings: Bindings;
  /** What $now and $millis say, in milliseconds since the epoch. */
  readonly now: number;
  /** Of $random and $uuid. */
  readonly seed: number;
}

/** A value goes back as JSON text. */
export type Answer = Exclude<Outcome, { kind: 'value' }> | { readonly json: string };

export interface ExpressionProcessOptions {
  /** Folder for the program, which is built when the first expression needs it. */
  readonly outDir: string;
  /** Hears of what is being evaluated, so that a virtual clock stands still meanwhile. */
  readonly activity?: Activity;
  /** Wall milliseconds after which an expression is stopped; 5,500 unless told. */
  readonly deadlineMs?: number;
}

/** The guards inside come first where they can: they cannot stop a regular expression, nor a loop of JSONata's own. */
const DEADLINE_MS = GUARDS.timeout + 500;
/** A value of a field is at most 256 KiB. */
const MOST_CHARACTERS = 10_000_000;

/**
 * Evaluates in a process of its own what may take for ever or all memory, one expression after the other, so that
 * nobody else waits for it. The process starts with the first expression, and anew after one that had to be stopped.
 */
export class ExpressionProcess {
  private readonly options: ExpressionProcessOptions;
  private child: ChildProcess | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(options: ExpressionProcessOptions) {
    this.options = options;
  }

  /** Never rejects. */
  async evaluate(request: Request): Promise<Outcome> {
    const over = this.options.activity?.begin();
    const turn = this.last.then(() => this.take(request));
    this.last = turn;
    return turn.finally(over);
  }

  /** Stops what is being evaluated: that ends with an error. */
  async close(): Promise<void> {
    this.closed = true;
    this.child?.kill('SIGKILL');
    await this.last;
  }

  private async take(request: Request): Promise<Outcome> {
    if (this.closed) return CLOSED;
    const child = (this.child ??= start(this.options.outDir));
    const answer = await ask(child, request, this.options.deadlineMs ?? DEADLINE_MS);
    if (answer === 'late' || answer === 'gone') {
      this.child = undefined;
      child.kill('SIGKILL');
      if (this.closed) return CLOSED;
      return answer === 'late' ? TOO_LONG : NO_MEMORY;
    }
    if (!('json' in answer)) return answer;
    if (answer.json.length > MOST_CHARACTERS) return threw(`the value has ${answer.json.length} characters of JSON`);
    return { kind: 'value', value: JSON.parse(answer.json) as unknown };
  }
}

const threw = (why: string): Outcome => ({ kind: 'threw', why });
const CLOSED = threw('the local cloud was closed');
/** In JSONata's own words. */
const TOO_LONG = threw(`D1012: Evaluation timeout after ${GUARDS.timeout} milliseconds. Check for infinite loop`);
const NO_MEMORY = threw(`it took more than ${MOST_MEGABYTES} MB of memory`);

/** @returns `late` when there is no answer in time, `gone` when the process ended */
function ask(child: ChildProcess, request: Request, deadlineMs: number): Promise<Answer | 'late' | 'gone'> {
  return new Promise((resolve) => {
    const end = (answer: Answer | 'late' | 'gone') => {
      cancel();
      child.off('message', hear).off('exit', lose).off('error', lose);
      resolve(answer);
    };
    const hear = (answer: unknown) => end(answer as Answer);
    const lose = () => end('gone');
    const cancel = wallClock.schedule(deadlineMs, () => end('late'));
    child.on('message', hear).on('exit', lose).on('error', lose);
    try {
      child.send(request, (error) => error && lose());
    } catch (error) {
      // Nested too deeply to be handed over.
      end({ kind: 'threw', why: describe(error) });
    }
  });
}

function start(outDir: string): ChildProcess {
  const program = buildProgram('src/states/aside/main.ts', join(outDir, 'expressions.mjs'));
  const child = spawn(process.execPath, [program], { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  // It says so to whoever asks; nobody waits for one that has nothing to do.
  child.on('error', () => undefined);
  child.unref();
  child.channel?.unref();
  return child;
}
