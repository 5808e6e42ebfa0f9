import { evaluate, type Template } from './expressions.ts';
import { Scope, type StateFields } from './scope.ts';
import type { Json } from './execution.ts';
import type { Details } from './history.ts';
import { type RunningExecution, ExecutionOver } from './running-execution.ts';
import type { Effects, State } from './model.ts';
import { isoTime } from './timestamp.ts';
import { InterpreterError, limited, StateError, StatesError, VARIABLES_LIMIT_BYTES } from './state-error.ts';

/** How a state was left. Without `next` the execution succeeded. */
export interface Outcome {
  readonly output: Json;
  /** New values of variables, and the same as JSON texts; absent where nothing is assigned. */
  readonly assigned?: Readonly<Record<string, unknown>>;
  readonly assignedTexts?: Readonly<Record<string, string>>;
  readonly assignedBytes?: Readonly<Record<string, number>>;
  readonly next?: string;
}

/** One stay in one state: what its fields see, and how what they give is put together. */
export class StateVisit {
  readonly running: RunningExecution;
  readonly state: State;
  readonly input: Json;
  private readonly enteredId: number;
  private readonly enteredTime: number;
  private retries = 0;

  constructor(running: RunningExecution, state: State, input: Json, enteredId: number) {
    this.running = running;
    this.state = state;
    this.input = input;
    this.enteredId = enteredId;
    this.enteredTime = running.surroundings.clock.now();
  }

  /**
   * What an expression sees: the variables as they were on entering, `$states.input`, `.context`, and `.result` or
   * `.errorOutput` where there is one.
   */
  scope(more?: Omit<StateFields, 'input'>): Scope {
    const input = this.input.value;
    return new Scope(this.running.execution.variables, more ? { input, ...more } : { input }, () => this.context());
  }

  private context(): object {
    const { machine } = this.running.execution;
    return {
      Execution: this.running.about,
      State: {
        Name: this.state.name,
        EnteredTime: isoTime(this.enteredTime),
        // What cannot be tried again has no count (recorded on AWS of a Pass).
        ...(this.state.type === 'Task' && { RetryCount: this.retries }),
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
    };
  }

  retried(): void {
    this.retries++;
  }

  record(type: string, details: Details): number {
    return this.running.record(type, details);
  }

  /** Assign and Output, which do not see each other, then the way out. The output defaults to `otherwise`. */
  async leave(effects: Effects, scope: Scope, otherwise: Json, next: string | undefined): Promise<Outcome> {
    const variables = effects.assign === undefined ? {} : await this.assign(effects.assign, scope);
    const output = effects.output === undefined ? otherwise : this.json(await evaluate(effects.output, scope));
    return { output, ...variables, ...(next === undefined ? {} : { next }) };
  }

  private async assign(
    template: Template,
    scope: Scope,
  ): Promise<Pick<Outcome, 'assigned' | 'assignedTexts' | 'assignedBytes'>> {
    const assigned = (await evaluate(template, scope)) as Record<string, unknown>;
    const assignedTexts: Record<string, string> = {};
    for (const [name, value] of Object.entries(assigned)) {
      assignedTexts[name] = limited(
        JSON.stringify(value),
        `The state '${this.state.name}' assigned the variable '${name}'`,
      );
    }
    limited(Object.values(assignedTexts).join(''), `The state '${this.state.name}' assigned variables together`);
    const assignedBytes = Object.fromEntries(
      Object.entries(assignedTexts).map(([name, text]) => [name, Buffer.byteLength(text)]),
    );
    const all = Object.values({ ...this.running.execution.variableBytes, ...assignedBytes }).reduce(
      (sum, bytes) => sum + bytes,
      0,
    );
    if (all <= VARIABLES_LIMIT_BYTES) return { assigned, assignedTexts, assignedBytes };
    throw new StateError(
      StatesError.DataLimitExceeded,
      `The variables of the execution would have ${all} bytes with those of the state '${this.state.name}', ` +
        `more than the maximum of ${VARIABLES_LIMIT_BYTES}.`,
    );
  }

  /** With the text checked against the data limit. */
  json(value: unknown, what = 'returned a result'): Json {
    if (value === this.input.value) return this.input;
    return { value, text: limited(JSON.stringify(value), `The state/task '${this.state.name}' ${what}`) };
  }

  /**
   * What was thrown, as the error of this state: errors of the interpreter say where, failed expressions are
   * recorded, and what nobody foresaw is a States.Runtime. Throws ExecutionOver on.
   */
  failure(thrown: unknown): StateError {
    if (thrown instanceof ExecutionOver || this.running.over) throw new ExecutionOver();
    if (thrown instanceof StateError && !(thrown instanceof InterpreterError)) return thrown;
    const { error, cause, location } =
      thrown instanceof InterpreterError
        ? thrown
        : new InterpreterError(StatesError.Runtime, thrown instanceof Error ? thrown.message : String(thrown));
    const whole = new StateError(
      error,
      `An error occurred while executing the state '${this.state.name}' (entered at the event id ` +
        `#${this.enteredId}). ${cause ?? ''}`,
    );
    if (location !== undefined)
      this.record('EvaluationFailed', { error, cause: whole.cause ?? '', location, state: this.state.name });
    return whole;
  }
}
