import type { Template } from './expressions.ts';
import { evaluate } from './expressions.ts';
import type { ChoiceState, FailState, WaitState } from './model.ts';
import { wholeNumber, wrongResult } from './field-value.ts';
import { runTask } from './run-task.ts';
import { InterpreterError, StateError, StatesError } from './state-error.ts';
import type { Outcome, StateVisit } from './state-visit.ts';
import { timeOf } from './timestamp.ts';

/** Does what the state is there for. @throws StateError when it fails; ExecutionOver when the execution has ended */
export async function runState(visit: StateVisit): Promise<Outcome> {
  const { state } = visit;
  switch (state.type) {
    case 'Task':
      return runTask(state, visit);
    case 'Wait':
      return runWait(state, visit);
    case 'Choice':
      return runChoice(state, visit);
    case 'Pass':
      return visit.leave(state, visit.scope(), visit.input, state.next);
    case 'Succeed':
      return visit.leave(state, visit.scope(), visit.input, undefined);
    case 'Fail':
      return runFail(state, visit);
  }
}

async function runWait(state: WaitState, visit: StateVisit): Promise<Outcome> {
  await visit.running.sleep(await waitMs(state, visit));
  return visit.leave(state, visit.scope(), visit.input, state.next);
}

/** AWS takes 24,855 days to a Timestamp and fails at 24,856, by which error is not known (tests of LocalStack). */
const LONGEST_WAIT_MS = (2 ** 31 - 1) * 1000;

async function waitMs({ seconds, timestamp }: WaitState, visit: StateVisit): Promise<number> {
  if (seconds !== undefined) return 1000 * (await wholeNumber(seconds, 'Seconds', visit, 0));
  const text = timestamp === undefined ? undefined : await evaluate(timestamp, visit.scope());
  const time = timeOf(text);
  if (typeof text !== 'string') throw wrongResult('Timestamp', 'a timestamp such as 2026-01-05T09:00:00Z', text);
  if (time === undefined) throw noTime(text);
  const delayMs = time - visit.running.surroundings.clock.now();
  if (delayMs > LONGEST_WAIT_MS) {
    throw new InterpreterError(
      StatesError.Runtime,
      `The field 'Timestamp' is more than ${LONGEST_WAIT_MS / 1000} seconds away: ${text}.`,
    );
  }
  return Math.max(delayMs, 0);
}

/** In AWS's words, as recorded by tests of LocalStack. */
function noTime(text: string): InterpreterError {
  return new InterpreterError(
    StatesError.QueryEvaluationError,
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    'Timestamp',
  );
}

async function runChoice(state: ChoiceState, visit: StateVisit): Promise<Outcome> {
  const scope = visit.scope();
  for (const [index, rule] of state.choices.entries()) {
    const met = await evaluate(rule.condition, scope);
    if (typeof met !== 'boolean') throw wrongResult(`Choices[${index}]/Condition`, 'a boolean', met);
    if (met) return visit.leave(rule, scope, visit.input, rule.next);
  }
  if (state.default === undefined) {
    throw new InterpreterError(
      StatesError.NoChoiceMatched,
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  return visit.leave(state, scope, visit.input, state.default);
}

async function runFail(state: FailState, visit: StateVisit): Promise<never> {
  const text = async (template: Template | undefined, field: string) => {
    if (template === undefined) return undefined;
    const value = await evaluate(template, visit.scope());
    if (typeof value !== 'string') throw wrongResult(field, 'a string', value);
    return value;
  };
  throw new StateError((await text(state.error, 'Error')) ?? '', await text(state.cause, 'Cause'));
}
