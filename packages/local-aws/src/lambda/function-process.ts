import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { type Cancel, wallClock } from '../core/clock.ts';
import { exited, failure, fromWorker, type Outcome, timedOut } from './outcome.ts';
import { Channel } from './worker/channel.ts';
import { PIPE_FD, type StartMessage, type TimeBase } from './worker/protocol.ts';

/** One invocation on its way to a process. */
export interface Job {
  /** The request id that the function sees. */
  readonly id: string;
  /** The event, JSON. */
  readonly payload: string;
  readonly invokedFunctionArn: string;
  /** By which the function goes. The same object for as long as it is the same. */
  readonly time: TimeBase;
  finish(outcome: Outcome): void;
}

export interface ProcessSpec {
  readonly workerFile: string;
  readonly start: StartMessage;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** Open file that takes what the function prints. */
  readonly logFd: number;
}

/** What a process tells its pool. */
export interface ProcessEvents {
  /** Ready, or free again. */
  available(): void;
  /** It will take nothing more. `initError` when it never became ready: what an invocation gets for it. */
  ended(initError?: Outcome): void;
}

type State = 'starting' | 'ready' | 'draining' | 'ended';

/** Wall time for importing a bundle; Lambda allows 10 s, and a busy laptop needs room. */
const INIT_LIMIT_MS = 30_000;

interface Running {
  readonly job: Job;
  /** By `performance`. */
  readonly startedAt: number;
}

/** A Node process with one imported bundle. */
export class FunctionProcess {
  private state: State = 'starting';
  /** In the order in which they began. */
  private readonly running = new Map<string, Running>();
  private readonly child: ChildProcess;
  private readonly channel: Channel | undefined;
  private readonly events: ProcessEvents;
  private readonly cancelInitLimit: Cancel;
  private readonly timeoutMs: number;
  private cancelTimeout: Cancel | undefined;
  private toldTime: TimeBase;
  private initError: Outcome | undefined;
  /** Wall time since when it has nothing to do. */
  idleSince = wallClock.now();
  /** Resolves when the operating system says that it is gone. */
  readonly exit: Promise<void>;

  constructor({ workerFile, start, env, memoryMb, logFd }: ProcessSpec, events: ProcessEvents) {
    this.events = events;
    this.timeoutMs = start.timeoutMs;
    this.toldTime = start.time;
    this.child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, workerFile], {
      cwd: start.folder,
      env: { ...env },
      stdio: ['ignore', logFd, logFd, 'pipe'],
    });
    this.exit = new Promise((resolve) => {
      // Only then has all come that it wrote.
      this.child.once('close', (code, signal) => {
        this.onExit(code, signal);
        resolve();
      });
      // It could not even be started.
      this.child.once('error', (error) => {
        this.initError = failure('Runtime.ExitError', `Error: no process could be started: ${error.message}`, 0);
        if (this.child.pid === undefined) this.onExit(null, null);
        resolve();
      });
    });
    // With too many files open there are no pipes at all.
    const pipe = (this.child.stdio as ChildProcess['stdio'] | undefined)?.[PIPE_FD] as Duplex | undefined;
    this.channel = pipe && new Channel(pipe, (words, text) => this.onFrame(words, text));
    this.cancelInitLimit = wallClock.schedule(INIT_LIMIT_MS, () => {
      this.initError = failure(
        'Sandbox.Timedout',
        `Error: the bundle was not imported within ${INIT_LIMIT_MS / 1000} seconds`,
        INIT_LIMIT_MS,
      );
      this.kill();
    });
    this.channel?.post('start', JSON.stringify(start));
  }

  get ready(): boolean {
    return this.state === 'ready';
  }

  get starting(): boolean {
    return this.state === 'starting';
  }

  /** How many invocations it runs at the moment. */
  get load(): number {
    return this.running.size;
  }

  run(job: Job): void {
    const { id, payload, invokedFunctionArn, time } = job;
    this.running.set(id, { job, startedAt: performance.now() });
    if (this.cancelTimeout === undefined) this.awaitTimeout(this.timeoutMs);
    if (time !== this.toldTime) this.channel?.post('time', JSON.stringify(time));
    this.toldTime = time;
    this.channel?.post(`invoke ${id} ${invokedFunctionArn}`, payload);
  }

  /** Takes nothing more and ends as soon as it runs nothing. */
  drain(): void {
    if (this.state === 'ended') return;
    this.state = 'draining';
    if (this.load === 0) this.kill();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private onFrame([kind, id = '', microseconds]: readonly string[], text: string): void {
    if (kind === 'ready') {
      this.cancelInitLimit();
      if (this.state === 'starting') this.state = 'ready';
      this.events.available();
    } else if (kind === 'broken') {
      this.initError = { payload: text, failed: true, ms: 0 };
    } else {
      this.finish(id, fromWorker({ payload: text, failed: kind === 'failed', ms: Number(microseconds) / 1000 }));
    }
  }

  /** One timer for all: each may run as long as the others, so that the one that began first is over first. */
  private awaitTimeout(afterMs: number): void {
    this.cancelTimeout = wallClock.schedule(afterMs, () => {
      this.cancelTimeout = undefined;
      for (const [id, { startedAt }] of this.running) {
        const left = startedAt + this.timeoutMs - performance.now();
        if (left > 0) return this.awaitTimeout(left);
        this.onTimeout(id);
      }
    });
  }

  /**
   * Lambda ends the environment. Here others may be running in it: it takes nothing more and is killed when they are
   * done.
   */
  private onTimeout(id: string): void {
    this.state = 'draining';
    this.finish(id, timedOut(id, this.timeoutMs));
  }

  private finish(id: string, outcome: Outcome): void {
    const entry = this.running.get(id);
    if (entry === undefined) return;
    this.running.delete(id);
    if (this.load === 0) this.idleSince = wallClock.now();
    if (this.state === 'draining' && this.load === 0) this.kill();
    entry.job.finish(outcome);
    if (this.state === 'ready') this.events.available();
  }

  private onExit(code: number | null, signal: string | null): void {
    const neverReady = this.state === 'starting';
    this.state = 'ended';
    this.cancelInitLimit();
    this.cancelTimeout?.();
    for (const [id, { startedAt }] of this.running)
      this.finish(id, exited(id, code, signal, performance.now() - startedAt));
    if (!neverReady) return this.events.ended();
    this.events.ended(
      this.initError ??
        failure(
          'Runtime.ExitError',
          `Error: Runtime exited during initialization: ${code === null ? `signal ${signal}` : `exit status ${code}`}`,
          0,
        ),
    );
  }
}
