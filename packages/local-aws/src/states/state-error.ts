/** Names of errors that Step Functions itself raises, from the Amazon States Language specification, appendix A. */
export const StatesError = {
  All: 'States.ALL',
  TaskFailed: 'States.TaskFailed',
  Timeout: 'States.Timeout',
  Runtime: 'States.Runtime',
  QueryEvaluationError: 'States.QueryEvaluationError',
  NoChoiceMatched: 'States.NoChoiceMatched',
  DataLimitExceeded: 'States.DataLimitExceeded',
} as const;

/**
 * A state failed: what Retry and Catch match, and with what the execution ends when neither does. A timeout has
 * no cause; a Fail state that names no error has the empty one.
 */
export class StateError extends Error {
  readonly error: string;
  override readonly cause: string | undefined;

  constructor(error: string, cause?: string) {
    super(`${error}: ${cause ?? 'no cause given'}`);
    this.name = 'StateError';
    this.error = error;
    this.cause = cause;
  }
}

/** Found by the interpreter while it worked on a state; the cause still lacks where. */
export class InterpreterError extends StateError {
  /** The field whose JSONata failed, such as `Arguments/Payload/version`. */
  readonly location?: string;

  constructor(error: string, cause: string, location?: string) {
    super(error, cause);
    if (location !== undefined) this.location = location;
  }
}

/**
 * What a task answered is over the data limit. A Catch of States.ALL takes this one, as recorded on AWS in 2024, though
 * the developer guide ("Handling errors") leaves States.DataLimitExceeded out; of other places it is not known.
 */
export class ResultTooLarge extends StateError {}

/** AWS's limit for inputs, outputs, arguments and variables: 256 KiB of UTF-8. */
export const DATA_LIMIT_BYTES = 256 * 1024;

/**
 * AWS's limit for all variables of an execution together: 10 MiB (developer guide, "Passing data between states with
 * variables").
 */
export const VARIABLES_LIMIT_BYTES = 10 * 1024 * 1024;

export function exceedsDataLimit(text: string): boolean {
  // A UTF-16 unit is at most three bytes: short texts need no counting.
  return text.length * 3 > DATA_LIMIT_BYTES && Buffer.byteLength(text) > DATA_LIMIT_BYTES;
}

/** Throws States.DataLimitExceeded, in AWS's words, when the text of `what` is over the limit. */
export function limited(text: string, what: string): string {
  if (!exceedsDataLimit(text)) return text;
  throw new StateError(
    StatesError.DataLimitExceeded,
    `${what} with a size exceeding the maximum number of bytes service limit.`,
  );
}
