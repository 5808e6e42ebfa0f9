import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import { History } from './history.ts';
import type { Definition } from './model.ts';
import type { TaskRunner } from './tasks.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What a machine does from one create or update to the next; an execution keeps the one it started with. */
export interface Revision {
  readonly text: string;
  readonly definition: Definition;
  readonly roleArn?: string;
  /** When it was written, simulated milliseconds. */
  readonly writtenAt: number;
}

/** As much of a state machine as its executions see. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'DELETING';
}

/** A value and its JSON text, which is made once. */
export interface Json {
  readonly value: unknown;
  readonly text: string;
}

/** Where an execution stands, for displays. `state` is absent for what concerns the whole execution. */
export interface Transition {
  readonly type: 'started' | 'redriven' | 'entered' | 'retrying' | 'caught' | 'exited' | 'ended';
  readonly executionArn: string;
  readonly machine: string;
  readonly state?: string;
  /** Simulated milliseconds since the epoch. */
  readonly time: number;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** Milliseconds until the next try of a task that is `retrying`. */
  readonly delayMs?: number;
  /** How it `ended`. */
  readonly status?: ExecutionStatus;
}

/** What an execution needs of the service around it. */
export interface Surroundings {
  readonly clock: Clock;
  /** What the timeouts of tasks go by. */
  readonly codeClock: Clock;
  readonly random: Random;
  readonly tasks: TaskRunner;
  readonly region: string;
  /** The status changed; runs after the fields have their new values. */
  changed(execution: Execution): void;
  moved(transition: Transition): void;
}

/** The state an execution is in, with what it needs to be in it again after a redrive. */
export interface Position {
  readonly state: string;
  readonly input: Json;
  /** The id of its `…StateEntered` event; 0 while it has not been entered. */
  enteredId: number;
}

/** One execution of a state machine: its data; `drive.ts` moves it. */
export class Execution {
  readonly history = new History();
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  readonly revision: Revision;
  readonly input: Json;
  readonly startTime: number;
  /** Counts up over all executions of the service, for stable paging. */
  readonly order: number;
  status: ExecutionStatus = 'RUNNING';
  stopTime?: number;
  output?: string;
  error?: string;
  cause?: string;
  redriveCount = 0;
  redriveTime?: number;
  variables: Readonly<Record<string, unknown>> = {};
  /** Bytes of each variable's JSON text. */
  variableBytes: Readonly<Record<string, number>> = {};
  position: Position;

  constructor(start: Pick<Execution, 'arn' | 'name' | 'machine' | 'revision' | 'input' | 'startTime' | 'order'>) {
    this.arn = start.arn;
    this.name = start.name;
    this.machine = start.machine;
    this.revision = start.revision;
    this.input = start.input;
    this.startTime = start.startTime;
    this.order = start.order;
    this.position = { state: start.revision.definition.startAt, input: start.input, enteredId: 0 };
  }
}
