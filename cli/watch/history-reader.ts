import type { ExecutionStatus } from '../../rollout/execution.ts';
import type { HistoryEvent } from '../ports.ts';
import { writesWeights } from '../story/definition.ts';
import type { Happening } from '../story/happenings.ts';

const ENDED: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/** Turns the history of one execution into happenings, and remembers where it is. Events come once, in order. */
export class HistoryReader {
  /** When each state was first entered. */
  readonly entered = new Map<string, number>();
  /** The state it is in, or was in when it ended. */
  state = '';
  lastEvent = 0;
  private readonly execution: string;
  private readonly input: unknown;
  private readonly own: boolean;
  /** A failed try of a task: whether it is tried again or caught, the next event tells. */
  private failed: { readonly error: string; readonly cause: string } | undefined;

  /** @param own whether it is the execution that is watched, not one that rolls it back */
  constructor(execution: string, input: unknown, own: boolean) {
    this.execution = execution;
    this.input = input;
    this.own = own;
  }

  read(events: readonly HistoryEvent[]): Happening[] {
    return events.flatMap((event) => this.happeningsOf(event));
  }

  private happeningsOf(event: HistoryEvent): Happening[] {
    const { at, error = '', cause = '', type } = event;
    this.lastEvent = event.id;
    const common = { at, execution: this.execution, own: this.own };
    const status = ENDED[type];
    if (status !== undefined)
      return [
        { kind: 'ended', ...common, status, state: this.state, ...(error && { error }), ...(cause && { cause }) },
      ];
    if (type === 'ExecutionStarted') return [{ kind: 'started', ...common, input: this.input }];
    if (type.endsWith('StateEntered')) return this.enter(event, common);
    if (type.endsWith('StateExited')) return this.exit(event, common);
    if (/^Task(Failed|TimedOut|StartFailed|SubmitFailed)$/.test(type)) this.failed = { error, cause };
    if (type === 'TaskScheduled' && this.failed !== undefined) {
      const happening = { kind: 'retrying' as const, ...common, state: this.state, ...this.failed };
      this.failed = undefined;
      return [happening];
    }
    return [];
  }

  private enter({ at, state = '' }: HistoryEvent, common: InExecution): Happening[] {
    this.state = state;
    if (!this.entered.has(state)) this.entered.set(state, at);
    return [{ kind: 'state', ...common, state }];
  }

  private exit({ output, state = '', type }: HistoryEvent, common: InExecution): Happening[] {
    const { failed } = this;
    this.failed = undefined;
    if (failed !== undefined) return [{ kind: 'failed', ...common, state, ...failed }];
    const message = textIn(output, 'message');
    const cause = textIn(output, 'cause');
    if (!type.startsWith('Task') || message === undefined) return [];
    const answered = {
      kind: 'answered' as const,
      ...common,
      state,
      message,
      ...(cause !== undefined && cause !== message && { cause }),
    };
    const weight = writesWeights(state) ? numberIn(output, 'weight') : undefined;
    return weight === undefined
      ? [answered]
      : [answered, { kind: 'weights', at: common.at, canary: weight, production: 100 - weight }];
  }
}

interface InExecution {
  readonly at: number;
  readonly execution: string;
  readonly own: boolean;
}

function textIn(output: unknown, field: string): string | undefined {
  const text = typeof output === 'object' && output !== null ? (output as Record<string, unknown>)[field] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function numberIn(output: unknown, field: string): number | undefined {
  const value = typeof output === 'object' && output !== null ? (output as Record<string, unknown>)[field] : undefined;
  return typeof value === 'number' ? value : undefined;
}
