/** An event as GetExecutionHistory gives it; what it is about stands under the key that AWS uses for its type. */
export interface HistoryEvent {
  readonly timestamp: Date;
  readonly type: string;
  readonly id: number;
  readonly previousEventId: number;
  readonly [details: DetailsKey]: Details | undefined;
}

type DetailsKey = `${string}EventDetails`;
export type Details = Readonly<Record<string, unknown>>;

/** AWS's limit; the event that ends the execution is number 25,000 itself. */
export const HISTORY_LIMIT = 25_000;

interface Entry {
  readonly time: number;
  readonly type: string;
  readonly details: Details;
}

/**
 * Execution data that AWS accompanies with `…Details: {truncated}`; and what else `includeExecutionData: false` leaves
 * out.
 */
const DESCRIBED = ['input', 'output', 'assignedVariables'];
const EXECUTION_DATA = new Set([...DESCRIBED, 'parameters']);

/** What happened in an execution, in order. Kept small; events get AWS's shape only when somebody looks. */
export class History {
  private readonly entries: Entry[] = [];

  get length(): number {
    return this.entries.length;
  }

  /** Has no room for more than the event that ends the execution. */
  get full(): boolean {
    return this.entries.length >= HISTORY_LIMIT - 1;
  }

  /** @param details kept as they are, not copied. @returns the event's id, from 1 */
  append(type: string, time: number, details: Details = {}): number {
    return this.entries.push({ type, time, details });
  }

  /** All of it, with data: for tests and displays. */
  get events(): readonly HistoryEvent[] {
    return this.entries.map((_, index) => this.event(index + 1, true));
  }

  /** @param withData false: without inputs, outputs, parameters and variables */
  event(id: number, withData: boolean): HistoryEvent {
    const entry = this.entries[id - 1];
    if (entry === undefined) throw new RangeError(`there is no event ${id}, the last is ${this.entries.length}`);
    const { type, time, details } = entry;
    const shown: Readonly<Record<DetailsKey, Details>> = {
      [detailsKey(type)]: withData ? described(details) : withoutData(details),
    };
    // AWS gives the first state's entry 0 as its previous event, like the start itself, and an abort, which comes from
    // outside (recorded on AWS).
    const previousEventId = id <= 2 || type === 'ExecutionAborted' ? 0 : id - 1;
    return { timestamp: new Date(time), type, id, previousEventId, ...shown };
  }
}

/** `TaskStateEntered` and its like share one shape in the API, the rest have their own. */
function detailsKey(type: string): DetailsKey {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}

function described(details: Details): Details {
  const truncation = DESCRIBED.filter((name) => name in details).map((name) => [
    `${name}Details`,
    { truncated: false },
  ]);
  return { ...details, ...Object.fromEntries(truncation) };
}

function withoutData(details: Details): Details {
  return Object.fromEntries(Object.entries(details).filter(([name]) => !EXECUTION_DATA.has(name)));
}
