import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { CloudEvent, EventSink, ExecutionStarter, Place } from '../core/types.ts';
import type { ExpressionProcess } from './aside/process.ts';
import { compileDefinition } from './definition.ts';
import { redriveLife, startLife } from './drive.ts';
import { statusChangeEvent } from './events.ts';
import { Execution, type Machine, type Revision, type Surroundings, type Transition } from './execution.ts';
import { RunningExecution } from './running-execution.ts';
import { checkedName, executionArn, machineArn } from './names.ts';
import { redriveStatus } from './redrive-status.ts';
import { exceedsDataLimit } from './state-error.ts';
import type { TaskRunner } from './tasks.ts';

export interface StateMachinesOptions {
  readonly place: Place;
  readonly clock: Clock;
  readonly random: Random;
  readonly tasks: TaskRunner;
  readonly events: EventSink;
  /**
   * What tasks' TimeoutSeconds go by. Default: `clock`. Where code really runs while `clock` is faster than the wall's:
   * the wall clock.
   */
  readonly codeClock?: Clock;
  /**
   * Where expressions are evaluated that may take for ever. Default: here, one at a time, for at most 5 s, in which a
   * regular expression cannot be stopped.
   */
  readonly aside?: ExpressionProcess;
  /**
   * How many ended executions are kept; the oldest are forgotten with their names, as AWS forgets them after 90 days. A
   * rollout of 200 transitions takes about 250 kB. Default: 1,000.
   */
  readonly keepEnded?: number;
}

export interface MachineSettings {
  readonly name: string;
  /** Amazon States Language, JSON text. */
  readonly definition: string;
  readonly roleArn?: string;
  /** Kept for DescribeStateMachine; nothing is logged or traced. */
  readonly loggingConfiguration?: object;
  readonly tracingConfiguration?: object;
}

export interface StoredMachine extends Machine {
  readonly settings: MachineSettings;
  readonly revision: Revision;
  readonly createdAt: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Step Functions, Standard workflows with JSONata, free of transport. Machines are pinned: an execution keeps the
 * definition and the role that its machine had when it started. Calls by a machine's or execution's ARN reject
 * with AwsError StateMachineDoesNotExist or ExecutionDoesNotExist.
 */
export class StateMachines implements ExecutionStarter {
  /** Lets tests lose status change events: what it returns false for is not emitted. */
  eventFilter: (event: CloudEvent) => boolean = () => true;

  private readonly machines = new Map<string, Mutable<StoredMachine>>();
  private readonly executions = new Map<string, Execution>();
  private readonly lives = new Map<Execution, RunningExecution>();
  /** Ended executions, the longest ended first. */
  private readonly ended = new Set<Execution>();
  private readonly listeners = new Set<(transition: Transition) => void>();
  private readonly surroundings: Surroundings;
  private readonly options: StateMachinesOptions;
  private started = 0;

  constructor(options: StateMachinesOptions) {
    const { place, clock, random, tasks } = options;
    this.options = options;
    this.surroundings = {
      clock,
      codeClock: options.codeClock ?? clock,
      random,
      tasks,
      region: place.region,
      changed: (execution) => this.changed(execution),
      moved: (transition) => {
        for (const listener of this.listeners) listener(transition);
      },
    };
  }

  /** @throws UnsupportedError, AwsError InvalidDefinition, InvalidName, StateMachineAlreadyExists */
  create(settings: MachineSettings): StoredMachine {
    const arn = machineArn(this.options.place, checkedName(settings.name));
    if (this.machines.has(arn))
      throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
    const machine: StoredMachine = {
      arn,
      name: settings.name,
      status: 'ACTIVE',
      settings,
      revision: this.revision(settings),
      createdAt: this.options.clock.now(),
    };
    this.machines.set(arn, machine);
    return machine;
  }

  /** Executions that run go on with what they started with. @throws UnsupportedError, AwsError InvalidDefinition */
  update(arn: string, settings: Omit<MachineSettings, 'name'>): StoredMachine {
    const machine = this.storedMachine(arn);
    machine.revision = this.revision(settings);
    machine.settings = { ...settings, name: machine.name };
    return machine;
  }

  /** Its executions end ABORTED at their next transition, as AWS has it. */
  remove(arn: string): void {
    this.storedMachine(arn).status = 'DELETING';
    this.machines.delete(arn);
  }

  machine(arn: string): StoredMachine {
    return this.storedMachine(arn);
  }

  listMachines(): readonly StoredMachine[] {
    return [...this.machines.values()];
  }

  execution(arn: string): Execution {
    const execution = this.executions.get(arn);
    if (execution === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** The newest first. */
  listExecutions(stateMachineArn: string): readonly Execution[] {
    return [...this.executions.values()].filter(({ machine }) => machine.arn === stateMachineArn).toReversed();
  }

  /** @returns an undo. Listeners run in the middle of a transition: they must be quick and not throw. */
  onTransition(listener: (transition: Transition) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * The same name with the same input, while it runs, is the same execution.
   * @param request.name default: random
   * @throws AwsError InvalidExecutionInput, InvalidName, ExecutionAlreadyExists, StateMachineDoesNotExist
   */
  async startExecution(request: {
    stateMachineArn: string;
    input: string;
    name?: string;
  }): Promise<{ executionArn: string; startDate: Date }> {
    const machine = this.storedMachine(request.stateMachineArn);
    const name = request.name === undefined ? this.options.random.uuid() : checkedName(request.name);
    const input = { text: request.input, value: parsedInput(request.input) };
    const arn = executionArn(this.options.place, machine.name, name);
    const execution = this.existing(arn, request.input) ?? this.begin({ arn, name, machine, input });
    return { executionArn: arn, startDate: new Date(execution.startTime) };
  }

  /**
   * Ends a running execution ABORTED: nothing is caught, and a task that runs goes on unheard. Does nothing to an ended
   * one.
   */
  stopExecution(arn: string, reason: { readonly error?: string; readonly cause?: string } = {}): Execution {
    const execution = this.execution(arn);
    this.lives.get(execution)?.end({ status: 'ABORTED', ...reason });
    return execution;
  }

  /** @throws AwsError ExecutionNotRedrivable */
  redriveExecution(arn: string): Execution {
    const execution = this.execution(arn);
    const { redriveStatusReason } = redriveStatus(execution, this.options.clock.now());
    if (redriveStatusReason !== undefined)
      throw new AwsError('ExecutionNotRedrivable', `Execution Not Redrivable: '${arn}': ${redriveStatusReason}`);
    this.ended.delete(execution);
    redriveLife(this.live(execution));
    return execution;
  }

  private revision(settings: Omit<MachineSettings, 'name'>): Revision {
    const { aside, clock, random, tasks } = this.options;
    const definition = compileDefinition(settings.definition, { aside, clock, random }, tasks.resources);
    return {
      text: settings.definition,
      definition,
      writtenAt: clock.now(),
      ...(settings.roleArn === undefined ? {} : { roleArn: settings.roleArn }),
    };
  }

  private storedMachine(arn: string): Mutable<StoredMachine> {
    const machine = this.machines.get(arn);
    if (machine === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  private existing(arn: string, input: string): Execution | undefined {
    const execution = this.executions.get(arn);
    if (execution === undefined || (execution.status === 'RUNNING' && execution.input.text === input)) return execution;
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }

  private begin(start: { arn: string; name: string; machine: StoredMachine; input: Execution['input'] }): Execution {
    const execution = new Execution({
      ...start,
      revision: start.machine.revision,
      startTime: this.options.clock.now(),
      order: this.started++,
    });
    this.executions.set(execution.arn, execution);
    startLife(this.live(execution));
    return execution;
  }

  private live(execution: Execution): RunningExecution {
    const running = new RunningExecution(execution, this.surroundings);
    this.lives.set(execution, running);
    return running;
  }

  private changed(execution: Execution): void {
    if (execution.status !== 'RUNNING') this.keep(execution);
    const event = statusChangeEvent(execution, this.options.clock.now());
    if (this.eventFilter(event)) this.options.events.emit(event);
  }

  private keep(execution: Execution): void {
    this.lives.delete(execution);
    this.ended.add(execution);
    for (const oldest of this.ended) {
      if (this.ended.size <= (this.options.keepEnded ?? 1_000)) return;
      this.ended.delete(oldest);
      this.executions.delete(oldest.arn);
    }
  }
}

function parsedInput(input: string): unknown {
  if (exceedsDataLimit(input))
    throw new AwsError(
      'InvalidExecutionInput',
      'Invalid State Machine Execution Input: it is larger than 262144 bytes',
    );
  try {
    return JSON.parse(input) as unknown;
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: ${(error as Error).message}`);
  }
}
