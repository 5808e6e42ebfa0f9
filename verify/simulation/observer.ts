import type { CloudEvent } from 'local-aws';
import type { VirtualClock } from 'local-aws/clock';
import type { Transition } from 'local-aws/states';
import type { World } from '../memory/world.ts';
import type { Trace } from './trace.ts';

/** Who wants a rollback. */
export interface Asker {
  /** Whether a revert is left alone; it is not unless told. */
  readonly unlessRevert?: boolean;
  /** The cloud unless told. */
  readonly actor?: string;
  /** Now unless told. */
  readonly madeAt?: Date;
}

/** Writes down what becomes of executions and who asked for a rollback, as the invariants read it. */
export class Observer {
  private readonly clock: VirtualClock;
  private readonly world: World;
  private readonly trace: Trace;
  /** Executions that run, and that were ever started. */
  running = 0;
  started = 0;

  constructor(clock: VirtualClock, world: World, trace: Trace) {
    this.clock = clock;
    this.world = world;
    this.trace = trace;
  }

  /** From now on somebody wants whatever is open to be rolled back. */
  asked(reason: string, { unlessRevert = false, actor = 'cloud', madeAt = new Date(this.clock.now()) }: Asker): void {
    const { rollout } = this.world.record;
    const concerned =
      rollout !== undefined &&
      rollout.phase !== 'rolling back' &&
      !(unlessRevert && rollout.kind === 'revert') &&
      madeAt.getTime() >= this.claimedAt(rollout.id);
    this.trace.add(actor, { what: 'asked', reason, ...(concerned && { rollout: rollout.id }) });
  }

  /** What DescribeExecution says from now on. */
  status({ detail }: CloudEvent): void {
    this.world.executions.set(String(detail.executionArn), detail.status as Parameters<World['executions']['set']>[1]);
  }

  transition({ type, executionArn, state, status, error }: Transition): void {
    if (type === 'entered' && state !== undefined) this.trace.add(executionArn, { what: 'entered', state });
    if (type === 'started' || type === 'redriven') this.running++;
    if (type === 'started') this.started++;
    if (type === 'ended') this.running--;
    if (type === 'started' || type === 'redriven') this.trace.add(executionArn, { what: type });
    if (type !== 'ended') return;
    this.trace.add(executionArn, { what: 'ended', status: status ?? '', ...(error !== undefined && { error }) });
    // Its claim may still be under way.
    const { record, history } = this.world;
    const over =
      record.last?.id === executionArn ||
      history.has(executionArn) ||
      (record.rollout?.id === executionArn && record.rollout.phase === 'rolling back');
    if (status !== 'SUCCEEDED' && !over)
      this.trace.add(executionArn, { what: 'asked', reason: `its execution ended ${status}`, rollout: executionArn });
  }

  /** By the clock of everything, whatever the functions' own clocks say. */
  private claimedAt(rollout: string): number {
    return this.trace.entries.find((entry) => entry.what === 'record' && entry.after.rollout?.id === rollout)?.at ?? 0;
  }
}
