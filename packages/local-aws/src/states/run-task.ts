import type { Json } from './execution.ts';
import { evaluate } from './expressions.ts';
import type { ResourceNames, TaskState } from './model.ts';
import { catches, nextRetry } from './retry.ts';
import { raceTask, TimedOut } from './race-task.ts';
import { wholeNumber } from './field-value.ts';
import { ResultTooLarge, StateError, StatesError } from './state-error.ts';
import { isTaskError } from './tasks.ts';
import type { Outcome, StateVisit } from './state-visit.ts';

/** Tries until it succeeds or no Retry matches any more, then looks for a Catch. */
export async function runTask(state: TaskState, visit: StateVisit): Promise<Outcome> {
  const { random } = visit.running.surroundings;
  const used = state.retry.map(() => 0);
  for (;;) {
    try {
      return await tryTask(state, visit);
    } catch (thrown) {
      const failure = visit.failure(thrown);
      const retry = nextRetry(state.retry, used, failure.error, random);
      if (retry === undefined) return catchFailure(state, visit, failure);
      used[retry.index] = (used[retry.index] ?? 0) + 1;
      visit.retried();
      visit.running.moved('retrying', { state: state.name, ...named(failure), delayMs: retry.delayMs });
      await visit.running.sleep(retry.delayMs);
    }
  }
}

async function catchFailure(state: TaskState, visit: StateVisit, failure: StateError): Promise<Outcome> {
  const catcher = state.catch.find(({ errorEquals }) => catches(errorEquals, failure));
  if (catcher === undefined) throw failure;
  // The specification only says that there SHOULD be a Cause: a timeout has none.
  const errorOutput = { Error: failure.error, ...(failure.cause === undefined ? {} : { Cause: failure.cause }) };
  const outcome = await visit.leave(catcher, visit.scope({ errorOutput }), visit.json(errorOutput), catcher.next);
  visit.running.moved('caught', { state: state.name, ...named(failure) });
  return outcome;
}

function named({ error, cause }: StateError): { error: string; cause?: string } {
  return { error, ...(cause === undefined ? {} : { cause }) };
}

/** One try, with AWS's events for it. */
async function tryTask(state: TaskState, visit: StateVisit): Promise<Outcome> {
  const { surroundings } = visit.running;
  const args =
    state.arguments === undefined
      ? visit.input
      : visit.json(await evaluate(state.arguments, visit.scope()), 'was given arguments');
  const timeoutSeconds =
    state.timeoutSeconds === undefined
      ? undefined
      : await wholeNumber(state.timeoutSeconds, 'TimeoutSeconds', visit, 1);
  const names = state.resourceNames;
  visit.record('TaskScheduled', {
    ...names,
    region: surroundings.region,
    parameters: args.text,
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
  });
  visit.record('TaskStarted', names);
  let result: Json;
  try {
    const answer = await raceTask(
      async (context) => surroundings.tasks.run(state.resource, args.value, context),
      surroundings.codeClock,
      visit.running,
      timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
    );
    result = answerOf(answer, visit);
  } catch (thrown) {
    throw recordFailure(thrown, names, visit);
  }
  visit.record('TaskSucceeded', { ...names, output: result.text });
  return visit.leave(state, visit.scope({ result: result.value }), result, state.next);
}

function answerOf(answer: unknown, visit: StateVisit): Json {
  try {
    return visit.json(answer ?? null);
  } catch (thrown) {
    if (!(thrown instanceof StateError)) throw thrown;
    throw new ResultTooLarge(thrown.error, thrown.cause);
  }
}

function recordFailure(thrown: unknown, names: ResourceNames, visit: StateVisit): unknown {
  if (visit.running.over) return thrown;
  if (thrown instanceof TimedOut) {
    visit.record('TaskTimedOut', { ...names, error: StatesError.Timeout });
    return new StateError(StatesError.Timeout);
  }
  if (!isTaskError(thrown)) return thrown;
  visit.record('TaskFailed', { ...names, error: thrown.error, cause: thrown.cause });
  return thrown instanceof StateError ? thrown : new StateError(thrown.error, thrown.cause);
}
