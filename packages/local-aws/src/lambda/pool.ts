import { availableParallelism } from 'node:os';
import { wallClock } from '../core/clock.ts';
import type { FunctionProcess, Job, ProcessEvents } from './function-process.ts';
import { failure, type Outcome } from './outcome.ts';

export interface PoolOptions {
  /** Most processes; beyond it a process takes several invocations at a time. */
  readonly size: number;
  /** Wall milliseconds after which a process with nothing to do is ended. */
  readonly idleMs: number;
  start(events: ProcessEvents): FunctionProcess;
}

/**
 * More processes than cores run nothing any faster: taking turns is a sixth of a request's processor time, with four on
 * two cores.
 */
export const DEFAULT_POOL_SIZE = Math.min(4, Math.max(2, availableParallelism()));

/**
 * The processes of one version. As in Lambda each takes one invocation at a time, but only up to `size`
 * processes: a laptop has no thousand of them, so what comes on top shares the least busy one. One process is
 * started at a time; whoever is free first takes the invocation that waits longest.
 */
export class Pool {
  private processes: FunctionProcess[] = [];
  private readonly waiting: Job[] = [];
  private readonly options: PoolOptions;
  private retired = false;
  private whyNotLoaded: Outcome | undefined;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  run(job: Job): void {
    this.waiting.push(job);
    this.dispatch();
  }

  /** Starts one process when there is none; resolves when it is ready, or could not be. */
  warm(): Promise<void> {
    if (this.processes.length > 0 || this.retired) return Promise.resolve();
    return new Promise((resolve) => {
      this.startOne(resolve);
    });
  }

  /** Another version of the code has taken over: what runs may finish, then the processes end. */
  retire(): void {
    this.retired = true;
    this.windDown();
  }

  /** What the last process that was started ended with before it was ready; undefined when one was ready since. */
  get notLoaded(): Outcome | undefined {
    return this.whyNotLoaded;
  }

  /** True when it was retired and its last process has ended. */
  get over(): boolean {
    return this.retired && this.processes.length === 0 && this.waiting.length === 0;
  }

  /** Ends what has been idle for long, but leaves `keep` processes. */
  reap(keep: number): void {
    const limit = wallClock.now() - this.options.idleMs;
    const idle = this.processes.filter((process) => process.ready && process.load === 0 && process.idleSince <= limit);
    const spare = this.processes.length - keep;
    idle.slice(0, Math.max(0, spare)).forEach((process) => process.drain());
  }

  /** Ends what runs nothing, however short it has been idle; resolves when it is gone. */
  async cool(): Promise<void> {
    const idle = this.processes.filter((process) => process.load === 0);
    idle.forEach((process) => process.drain());
    await Promise.all(idle.map((process) => process.exit));
  }

  /** Kills everything; resolves when every process is gone. */
  async close(): Promise<void> {
    this.retired = true;
    this.waiting
      .splice(0)
      .forEach((job) => job.finish(failure('Runtime.ExitError', 'Error: the local cloud was closed', 0)));
    this.processes.forEach((process) => process.kill());
    await Promise.all(this.processes.map((process) => process.exit));
  }

  private dispatch(): void {
    for (;;) {
      const [job] = this.waiting;
      if (job === undefined) return this.windDown();
      const process = this.choose();
      if (process === undefined) break;
      this.waiting.shift();
      process.run(job);
    }
    const starting = this.processes.some((process) => process.starting);
    if (!starting && this.processes.length < this.options.size) this.startOne();
  }

  private windDown(): void {
    if (this.retired && this.waiting.length === 0) this.processes.forEach((process) => process.drain());
  }

  /** The least busy one; one that is busy only once there are as many as there may be. */
  private choose(): FunctionProcess | undefined {
    let chosen: FunctionProcess | undefined;
    for (const process of this.processes) {
      if (process.ready && process.load < (chosen?.load ?? Infinity)) chosen = process;
    }
    return chosen?.load === 0 || this.processes.length >= this.options.size ? chosen : undefined;
  }

  private startOne(onceSettled?: () => void): void {
    const process: FunctionProcess = this.options.start({
      available: () => {
        this.whyNotLoaded = undefined;
        onceSettled?.();
        this.dispatch();
      },
      ended: (initError) => {
        this.processes = this.processes.filter((other) => other !== process);
        if (initError !== undefined) this.whyNotLoaded = initError;
        onceSettled?.();
        if (initError !== undefined) {
          // Whoever waits gets the next process that is free. Starting another at once would fail the same way, over
          // and over.
          if (this.processes.some((other) => other.ready) && this.waiting.length > 0) return;
          // Everybody who waited for it learns why it did not start, as each invocation would from its own environment.
          this.waiting.splice(0).forEach((job) => job.finish(initError));
        }
        this.dispatch();
      },
    });
    this.processes.push(process);
  }
}
