import type { Template } from './expressions.ts';
import { evaluate } from './expressions.ts';
import { InterpreterError, StatesError } from './state-error.ts';
import type { StateVisit } from './state-visit.ts';

const LONGEST_SECONDS = 99_999_999;

/** Seconds of a Wait or of a timeout, literal or from an expression. */
export async function wholeNumber(
  template: Template,
  field: string,
  visit: StateVisit,
  least: number,
): Promise<number> {
  const value = await evaluate(template, visit.scope());
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= LONGEST_SECONDS) return value;
  throw wrongResult(field, `a whole number from ${least} to ${LONGEST_SECONDS}`, value);
}

/** An expression gave something that the field cannot take. */
export function wrongResult(field: string, expected: string, value: unknown): InterpreterError {
  return new InterpreterError(
    StatesError.QueryEvaluationError,
    `The field '${field}' returned an unexpected result. Expected ${expected}, but was ${JSON.stringify(value)}.`,
    field,
  );
}
