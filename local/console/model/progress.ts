import { detailsOf, endedAs, isFailedTry } from '../../../cli/story/history-event.ts';
import { edgeKey } from './graph.ts';
import type { EventView } from './protocol.ts';

/** As the Step Functions console colours states; `caught` is its "caught error". */
export type StateStatus = 'in progress' | 'succeeded' | 'failed' | 'caught' | 'aborted' | 'not started';

/** One time in a state, from entering it to leaving it. */
export interface Visit {
  readonly state: string;
  readonly status: StateStatus;
  readonly enteredAt: number;
  readonly exitedAt?: number;
  /** How often its task was tried again. */
  readonly retries: number;
  readonly input?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

export interface Progress {
  /** In the order in which they began. */
  readonly visits: readonly Visit[];
  /** Keys of the edges along which it went. */
  readonly taken: ReadonlySet<string>;
  /** The status of each state that was entered: that of the last visit. */
  readonly statuses: ReadonlyMap<string, StateStatus>;
  /** The state it is in, or was in last; '' before the first. */
  readonly current: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads a history as it grows: each event once. */
export class ProgressReader {
  private readonly visits: Mutable<Visit>[] = [];
  private readonly taken = new Set<string>();
  private attempts = 0;
  /** Number of the last event that was read; 0 before the first. */
  last = 0;

  read(events: readonly EventView[]): void {
    for (const event of events) {
      if (event.id <= this.last) continue;
      this.last = event.id;
      this.follow(event);
    }
  }

  progress(): Progress {
    const statuses = new Map(this.visits.map(({ state, status }) => [state, status]));
    return { visits: [...this.visits], taken: this.taken, statuses, current: this.visits.at(-1)?.state ?? '' };
  }

  private follow(event: EventView): void {
    const at = Date.parse(event.timestamp);
    const details = detailsOf(event);
    const visit = this.visits.at(-1);
    const ended = endedAs(event.type);
    if (event.type.endsWith('StateEntered')) this.enter(text(details['name']) ?? '', at, text(details['input']));
    else if (event.type === 'ExecutionRedriven' && visit) this.reopen(visit);
    else if (!visit) return;
    else if (event.type.endsWith('StateExited')) this.exit(visit, at, text(details['output']));
    else if (event.type === 'TaskScheduled') visit.retries = Math.max(0, ++this.attempts - 1);
    else if (isFailedTry(event.type)) noteFailure(visit, details);
    else if (event.type === 'TaskSucceeded') {
      delete visit.error;
      delete visit.cause;
    } else if (ended !== undefined && ended !== 'SUCCEEDED') this.end(visit, at, ended, details);
  }

  private enter(state: string, at: number, input: string | undefined): void {
    const before = this.visits.at(-1);
    if (before) this.taken.add(edgeKey(before.state, state));
    this.attempts = 0;
    this.visits.push({
      state,
      status: 'in progress',
      enteredAt: at,
      retries: 0,
      ...(input === undefined ? {} : { input }),
    });
  }

  /** A state that was left although its task had failed: somebody caught the error. */
  private exit(visit: Mutable<Visit>, at: number, output: string | undefined): void {
    visit.exitedAt = at;
    visit.status = visit.error === undefined ? 'succeeded' : 'caught';
    if (output !== undefined) visit.output = output;
  }

  private end(visit: Mutable<Visit>, at: number, status: string, details: Readonly<Record<string, unknown>>): void {
    if (visit.exitedAt !== undefined) return;
    visit.exitedAt = at;
    visit.status = status === 'FAILED' ? 'failed' : 'aborted';
    noteFailure(visit, details);
  }

  private reopen(visit: Mutable<Visit>): void {
    delete visit.exitedAt;
    visit.status = 'in progress';
  }
}

function noteFailure(visit: Mutable<Visit>, details: Readonly<Record<string, unknown>>): void {
  const error = text(details['error']);
  const cause = text(details['cause']);
  if (error !== undefined) visit.error = error;
  if (cause !== undefined) visit.cause = cause;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
