import { type ChildProcess, fork } from 'node:child_process';
import { type Cancel, wallClock } from '../core/clock.ts';
import { exited, failure, fromWorker, type Outcome, timedOut } from './outcome.ts';
import { Outbox } from './worker/outbox.ts';
import type { FromWorker, InvokeMessage, StartMessage, ToWorker } from './worker/protocol.ts';

/** One invocation on its way to a process. */
export interface Job {
  readonly message: InvokeMessage;
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

/** A Node process with one imported bundle. */
export class FunctionProcess {
  private state: State = 'starting';
  private readonly running = new Map<
    string,
    { readonly job: Job; readonly startedAt: number; readonly cancelTimeout: Cancel }
  >();
  private readonly child: ChildProcess;
  /** A process that died a moment ago answers through its exit. */
  private readonly outbox = new Outbox<ToWorker>((messages) => void this.child.send(messages, () => undefined));
  private readonly events: ProcessEvents;
  private readonly cancelInitLimit: Cancel;
  private initError: Outcome | undefined;
  /** Wall time since when it has nothing to do. */
  idleSince = wallClock.now();
  /** Resolves when the operating system says that it is gone. */
  readonly exit: Promise<void>;

  constructor(spec: ProcessSpec, events: ProcessEvents) {
    this.events = events;
    this.child = fork(spec.workerFile, [], {
      cwd: spec.start.folder,
      env: { ...spec.env },
      execArgv: [`--max-old-space-size=${spec.memoryMb}`],
      stdio: ['ignore', spec.logFd, spec.logFd, 'ipc'],
    });
    this.exit = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => {
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
    this.child.on('message', (messages: readonly FromWorker[]) =>
      messages.forEach((message) => this.onMessage(message)),
    );
    this.cancelInitLimit = wallClock.schedule(INIT_LIMIT_MS, () => {
      this.initError = failure(
        'Sandbox.Timedout',
        `Error: the bundle was not imported within ${INIT_LIMIT_MS / 1000} seconds`,
        INIT_LIMIT_MS,
      );
      this.kill();
    });
    this.outbox.post(spec.start);
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
    const { id, timeoutMs } = job.message;
    const cancelTimeout = wallClock.schedule(timeoutMs, () => this.onTimeout(id));
    this.running.set(id, { job, startedAt: wallClock.now(), cancelTimeout });
    this.outbox.post(job.message);
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

  private onMessage(message: FromWorker): void {
    if (message.kind === 'ready') {
      this.cancelInitLimit();
      if (this.state === 'starting') this.state = 'ready';
      this.events.available();
    } else if (message.kind === 'broken') {
      this.initError = { payload: message.payload, failed: true, ms: 0 };
    } else {
      this.finish(message.id, fromWorker(message));
    }
  }

  /**
   * Lambda ends the environment. Here others may be running in it: it takes nothing more and is killed when they are
   * done.
   */
  private onTimeout(id: string): void {
    const entry = this.running.get(id);
    if (entry === undefined) return;
    this.state = 'draining';
    this.finish(id, timedOut(id, entry.job.message.timeoutMs));
  }

  private finish(id: string, outcome: Outcome): void {
    const entry = this.running.get(id);
    if (entry === undefined) return;
    entry.cancelTimeout();
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
    for (const [id, { startedAt }] of this.running)
      this.finish(id, exited(id, code, signal, wallClock.now() - startedAt));
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
