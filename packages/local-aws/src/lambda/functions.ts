import { AwsError } from '../core/aws-error.ts';
import type { Activity } from '../core/activity.ts';
import { type Cancel, type Clock, wallClock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type {
  FunctionInvoker,
  Invocation,
  InvocationResult,
  Log,
  MetricSink,
  Place,
  QueueSender,
} from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { checkInvoke, mayLog } from './access.ts';
import { parseAddress } from './address.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { CodeStore } from './code-store.ts';
import { Concurrency } from './concurrency.ts';
import { type CloudAccess, environmentOf } from './environment.ts';
import { FunctionProcess } from './function-process.ts';
import { InvocationJob } from './invocation-job.ts';
import { Layers } from './layers.ts';
import { LogFiles } from './log-files.ts';
import { Metering, type MeteringOptions } from './metering.ts';
import { LATEST, type Snapshot } from './model.ts';
import { failureLine, PAYLOAD_LIMIT, type Outcome } from './outcome.ts';
import { DEFAULT_POOL_SIZE, Pool } from './pool.ts';
import { ProvisionedConcurrency } from './provisioned.ts';
import { Registry, type RegistryOptions, type Target } from './registry.ts';
import { timeBaseOf } from './time-base.ts';

export interface FunctionsOptions extends RegistryOptions, MeteringOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly metrics: MetricSink;
  /** Takes events that failed for good. */
  readonly queues: QueueSender;
  readonly access: AccessControl;
  readonly log: Log;
  /** Folder of the cloud, in which code is kept. */
  readonly outDir: string;
  /** Folder of the functions' log files. */
  readonly logFolder: string;
  /** What `buildWorker` made. */
  readonly workerFile: string;
  readonly cloud: CloudAccess;
  /** Hears of every invocation while it runs. */
  readonly activity?: Activity;
  /**
   * Most processes of one version; what comes on top shares them. As many as the machine has cores, from 2 to 4, unless
   * told.
   */
  readonly poolSize?: number;
  /** How many may run at once in the account; any number unless told. */
  readonly concurrency?: number;
  /** Keep one process of each version that can be invoked, however long it is idle. True unless told. */
  readonly keepWarm?: boolean;
  /** Wall seconds after which an idle process beyond that is ended. 30 unless told. */
  readonly idleSeconds?: number;
}

/** Largest event of an asynchronous invocation, in bytes. */
const ASYNC_PAYLOAD_LIMIT = 1024 * 1024;

const REAP_EVERY_MS = 5_000;

/** Lambda: functions with versions and aliases, each version in processes of its own. */
export class Functions implements FunctionInvoker {
  readonly registry: Registry;
  readonly access: AccessControl;
  readonly concurrency: Concurrency;
  readonly codes: CodeStore;
  readonly layers: Layers;
  readonly provisioned: ProvisionedConcurrency;
  private readonly options: FunctionsOptions;
  private readonly pools = new Map<Snapshot, Pool>();
  private readonly metering: Metering;
  private readonly logs: LogFiles;
  private readonly async: AsyncInvocations;
  private cancelReaping: Cancel = () => undefined;
  private closed = false;
  private running = 0;

  constructor(options: FunctionsOptions) {
    this.options = options;
    this.access = options.access;
    this.registry = new Registry(options.clock, options.random, options.place, options);
    this.metering = new Metering(options.metrics, options);
    this.concurrency = new Concurrency(options.concurrency);
    this.codes = new CodeStore(options.outDir);
    this.layers = new Layers(options.place, this.codes);
    this.provisioned = new ProvisionedConcurrency(this, options.clock, (snapshot) => this.poolOf(snapshot));
    this.logs = new LogFiles(options.logFolder);
    this.async = new AsyncInvocations({
      clock: options.clock,
      queues: options.queues,
      log: options.log,
      target: ({ functionArn }) => this.registry.reached(parseAddress(functionArn)),
      run: ({ functionArn, payload }, requestId) =>
        new Promise((resolve) => {
          this.run(this.registry.reached(parseAddress(functionArn)), payload, requestId, resolve);
        }),
    });
    this.reapLater();
  }

  /** Whether anything runs, or waits to be tried again: an execution that was stopped leaves its function running. */
  get busy(): boolean {
    return this.running > 0 || this.async.waiting;
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    return new Promise((resolve) => {
      const target = this.admit(invocation, PAYLOAD_LIMIT);
      this.run(target, invocation.payload, this.options.random.uuid(), resolve);
    });
  }

  async invokeAsync(invocation: Invocation): Promise<void> {
    this.admit(invocation, ASYNC_PAYLOAD_LIMIT);
    this.async.take(invocation, this.options.random.uuid());
  }

  /**
   * What an invocation would reach.
   * @throws AwsError AccessDeniedException (also for a function that does not exist), ResourceNotFoundException,
   * CodeArtifactUserPendingException, RequestTooLargeException
   */
  admit({ functionArn, caller, payload }: Invocation, limit = PAYLOAD_LIMIT): Target {
    const address = parseAddress(functionArn);
    checkInvoke(this.access, this.options.place, address, this.registry.find(address.name), caller);
    const target = this.registry.reached(address);
    this.registry.requireReady(target);
    // UTF-8 takes at most three bytes for what counts as one.
    const size = payload.length * 3 > limit ? Buffer.byteLength(payload) : 0;
    if (size > limit)
      throw new AwsError(
        'RequestTooLargeException',
        `${size} byte payload is too large for the limit of ${limit} bytes`,
        413,
      );
    return target;
  }

  /**
   * Starts one process for everything that can be invoked: the versions behind aliases, and `$LATEST` of functions
   * without one.
   */
  async warm(): Promise<void> {
    const cold = this.registry.reachable();
    // Two at a time: a dozen Node processes at once would slow each other down.
    const lane = async () => {
      for (let next = cold.shift(); next !== undefined && !this.closed; next = cold.shift())
        await this.poolOf(next).warm();
    };
    await Promise.all([lane(), lane()]);
  }

  /** What could not be loaded when it was last tried, as sentences: every invocation of it fails. */
  notLoaded(): readonly string[] {
    return [...this.pools].flatMap(([{ functionName, version, configuration }, { notLoaded }]) =>
      notLoaded === undefined
        ? []
        : [`function ${functionName}, version ${version}, cannot load ${configuration.handler}: ${notLoaded.payload}`],
    );
  }

  /**
   * The contrary: ends every process that runs nothing, so that the next invocation of each version waits for a start.
   */
  async cool(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.cool()));
  }

  /** Deletes a function with its versions and aliases. */
  remove(name: string): void {
    const { latest, versions } = this.registry.remove(name);
    this.concurrency.reserve(name, undefined);
    this.provisioned.forget(name);
    for (const snapshot of [latest, ...versions.values()]) this.retire(snapshot);
  }

  /** Deletes one version, if there is such a one. @throws AwsError ResourceConflictException for one with an alias */
  removeVersion(name: string, version: string): void {
    const removed = this.registry.removeVersion(name, version);
    this.provisioned.forget(name, version);
    if (removed !== undefined) this.retire(removed);
  }

  /** Ends the processes of a version that nothing can reach any more; what runs may finish. */
  retire(snapshot: Snapshot): void {
    this.pools.get(snapshot)?.retire();
  }

  /** Kills every process and forgets waiting retries; resolves when all are gone. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelReaping();
    this.async.close();
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    this.logs.close();
    this.codes.close();
  }

  /** @throws AwsError TooManyRequestsException, ServiceException when the local cloud is closed */
  private run(target: Target, payload: string, id: string, answer: (result: InvocationResult) => void): void {
    if (this.closed) throw new AwsError('ServiceException', 'the local cloud is closed', 500);
    const leave = this.enter(target);
    this.running++;
    const over = this.options.activity?.begin();
    const job = new InvocationJob(target, payload, id, timeBaseOf(this.options.clock), (outcome) => {
      this.running--;
      leave();
      over?.();
      answer(this.resultOf(target, id, outcome));
    });
    this.poolOf(target.snapshot).run(job);
  }

  private resultOf(target: Target, id: string, outcome: Outcome): InvocationResult {
    const { version: executedVersion } = target.snapshot;
    const { payload, failed } = outcome;
    this.metering.invoked(target, outcome, this.options.clock.now());
    if (!failed) return { executedVersion, payload };
    if (!this.closed) this.logs.append(target.record.name, failureLine(executedVersion, id, outcome));
    return { executedVersion, payload, functionError: 'Unhandled' };
  }

  /** @throws AwsError TooManyRequestsException */
  private enter(target: Target): () => void {
    try {
      return this.concurrency.enter(target.record.name);
    } catch (error) {
      this.metering.throttled(target, this.options.clock.now());
      throw error;
    }
  }

  private poolOf(snapshot: Snapshot): Pool {
    const known = this.pools.get(snapshot);
    if (known !== undefined) return known;
    const { place, cloud, clock, workerFile, poolSize = DEFAULT_POOL_SIZE, idleSeconds = 30 } = this.options;
    const { configuration, functionName, version } = snapshot;
    const { handler, timeoutSeconds } = configuration;
    const folder = this.layers.folderOf(snapshot);
    const pool = new Pool({
      size: poolSize,
      idleMs: idleSeconds * 1000,
      start: (events) =>
        new FunctionProcess(
          {
            workerFile,
            start: { folder, handler, timeoutMs: timeoutSeconds * 1000, time: timeBaseOf(clock) },
            env: environmentOf(snapshot, place, cloud),
            memoryMb: configuration.memoryMb,
            logFd: this.logOf(snapshot),
          },
          events,
        ),
    });
    this.pools.set(snapshot, pool);
    this.options.log(
      'lambda',
      `${functionName} version ${version === LATEST ? 'latest' : version} gets its first process`,
    );
    return pool;
  }

  /** Where a process prints to: nowhere without the permissions, as on AWS. */
  private logOf({ functionName, configuration }: Snapshot): number {
    const { log, place } = this.options;
    if (mayLog(this.access, place, functionName, configuration)) return this.logs.of(functionName);
    if (!this.logs.isSilent(functionName)) {
      log(
        'lambda',
        `${functionName} has no log: its role ${configuration.roleArn} is not allowed both ` +
          `logs:CreateLogStream and logs:PutLogEvents on ${configuration.logGroup}`,
      );
    }
    return this.logs.of(functionName, true);
  }

  private reapLater(): void {
    this.cancelReaping = wallClock.schedule(REAP_EVERY_MS, () => {
      const keep = new Set(this.options.keepWarm === false ? [] : this.registry.reachable());
      for (const [snapshot, pool] of this.pools) {
        pool.reap(keep.has(snapshot) ? 1 : 0);
        if (pool.over) this.pools.delete(snapshot);
      }
      this.reapLater();
    });
  }
}
