import type { Position } from './execution.ts';
import { type RunningExecution, ExecutionOver } from './running-execution.ts';
import type { State } from './model.ts';
import { runState } from './run-state.ts';
import { StateError, StatesError } from './state-error.ts';
import { type Outcome, StateVisit } from './state-visit.ts';

/** Starts the execution; it goes on by itself. */
export function startLife(running: RunningExecution): void {
  const { execution, surroundings } = running;
  const { roleArn } = execution.revision;
  running.record('ExecutionStarted', { input: execution.input.text, ...(roleArn === undefined ? {} : { roleArn }) });
  surroundings.changed(execution);
  running.moved('started', { input: execution.input.value });
  void drive(running);
}

/** Goes on from the state in which the execution ended, with that state's input and the variables of then. */
export function redriveLife(running: RunningExecution): void {
  const { execution, surroundings } = running;
  execution.status = 'RUNNING';
  execution.redriveCount++;
  execution.redriveTime = surroundings.clock.now();
  delete execution.stopTime;
  delete execution.error;
  delete execution.cause;
  running.record('ExecutionRedriven', { redriveCount: execution.redriveCount });
  surroundings.changed(execution);
  running.moved('redriven');
  void drive(running);
}

/** From state to state until the execution has ended. Never rejects. */
async function drive(running: RunningExecution): Promise<void> {
  try {
    while (!running.over) {
      // A machine that is being deleted ends its executions at their next transition.
      if (running.execution.machine.status === 'DELETING') running.end({ status: 'ABORTED' });
      else await visit(running, running.execution.position);
    }
  } catch (thrown) {
    if (thrown instanceof ExecutionOver) return;
    const { error, cause } =
      thrown instanceof StateError ? thrown : new StateError(StatesError.Runtime, String(thrown));
    running.end({ status: 'FAILED', ...(error === '' ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  }
}

/** Into a state, through it and out of it. @throws StateError, ExecutionOver */
async function visit(running: RunningExecution, position: Position): Promise<void> {
  const state = running.execution.revision.definition.states.get(position.state);
  if (state === undefined) throw new StateError(StatesError.Runtime, `There is no state '${position.state}'.`);
  // A redriven Task state is scheduled again without being entered again (developer guide, "redrive behavior").
  if (position.enteredId === 0 || state.type !== 'Task') {
    position.enteredId = running.record(`${state.type}StateEntered`, { name: state.name, input: position.input.text });
  }
  running.moved('entered', { state: state.name, input: position.input.value });
  const stay = new StateVisit(running, state, position.input, position.enteredId);
  let outcome: Outcome;
  try {
    outcome = await runState(stay);
  } catch (thrown) {
    throw stay.failure(thrown);
  }
  leave(running, state, outcome);
}

/** All at once: whoever stops the execution finds it either in this state or in the next. */
function leave(
  running: RunningExecution,
  state: State,
  { output, assigned, assignedTexts, assignedBytes, next }: Outcome,
): void {
  const { execution } = running;
  const variables = assignedTexts === undefined ? {} : { assignedVariables: assignedTexts };
  running.record(`${state.type}StateExited`, { name: state.name, output: output.text, ...variables });
  running.moved('exited', { state: state.name, output: output.value });
  if (next === undefined) return running.end({ status: 'SUCCEEDED', output: output.text });
  if (assigned !== undefined) execution.variables = { ...execution.variables, ...assigned };
  if (assignedBytes !== undefined) execution.variableBytes = { ...execution.variableBytes, ...assignedBytes };
  execution.position = { state: next, input: output, enteredId: 0 };
}
