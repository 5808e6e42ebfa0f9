import { textIn } from '../../statemachine/contract/json-text.ts';
import { writesWeights } from './definition.ts';
import type { Happening } from './happenings.ts';
import { endedAs, type HistoryEvent, isFailedTry } from './history-event.ts';

/** Turns the history of one execution into happenings, and remembers where it is. Events come once, in order. */
export class HistoryReader {
  /** The state it is in, or was in when it ended. */
  state = '';
  /** Number of the event that was read last; 0 before the first. */
  lastEvent = 0;
  private readonly execution: string;
  private readonly input: unknown;
  private readonly own: boolean;
  /** A failed try of a task: whether it is tried again or caught, a later event tells. */
  private failed: Required<Pick<HistoryEvent, 'at' | 'error' | 'cause'>> | undefined;

  /** @param own whether it is an execution that releases, not one that rolls it back */
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
    const status = endedAs(type);
    if (status !== undefined)
      return [
        { kind: 'ended', ...common, status, state: this.state, ...(error && { error }), ...(cause && { cause }) },
      ];
    if (type === 'ExecutionStarted') return [{ kind: 'started', ...common, input: this.input }];
    if (type.endsWith('StateEntered')) return this.enter(event, common);
    if (type.endsWith('StateExited')) return this.exit(event, common);
    if (isFailedTry(type)) this.failed = { at, error, cause };
    if (type !== 'TaskScheduled' || this.failed === undefined) return [];
    const { failed } = this;
    this.failed = undefined;
    return [{ kind: 'retrying', ...common, state: this.state, ...failed }];
  }

  private enter({ state = '' }: HistoryEvent, common: InExecution): Happening[] {
    this.state = state;
    return [{ kind: 'state', ...common, state }];
  }

  private exit({ output, state = '', type }: HistoryEvent, common: InExecution): Happening[] {
    const { failed } = this;
    this.failed = undefined;
    if (failed !== undefined) return [{ kind: 'failed', ...common, state, error: failed.error, cause: failed.cause }];
    const message = textIn(output, 'message');
    const cause = textIn(output, 'cause');
    // Every other state passes the answer of the task before it on.
    if (!type.startsWith('Task') || message === undefined) return [];
    const answered: Happening = {
      kind: 'answered',
      ...common,
      state,
      message,
      ...(cause !== undefined && cause !== message && { cause }),
    };
    const canary = writesWeights(state) ? numberIn(output, 'weight') : undefined;
    return canary === undefined
      ? [answered]
      : [answered, { kind: 'weights', at: common.at, canary, production: 100 - canary }];
  }
}

interface InExecution {
  readonly at: number;
  readonly execution: string;
  readonly own: boolean;
}

function numberIn(output: unknown, field: string): number | undefined {
  const value = typeof output === 'object' && output !== null ? (output as Record<string, unknown>)[field] : undefined;
  return typeof value === 'number' ? value : undefined;
}
