import type { Position } from './execution.ts';
import { type Life, LifeOver } from './life.ts';
import type { State } from './model.ts';
import { runState } from './run-state.ts';
import { StateError, StatesError } from './state-error.ts';
import { type Outcome, Visit } from './visit.ts';

/** Starts the execution; it goes on by itself. */
export function startLife(life: Life): void {
  const { execution, surroundings } = life;
  const { roleArn } = execution.revision;
  life.record('ExecutionStarted', { input: execution.input.text, ...(roleArn === undefined ? {} : { roleArn }) });
  surroundings.changed(execution);
  life.moved('started', { input: execution.input.value });
  void drive(life);
}

/** Goes on from the state in which the execution ended, with that state's input and the variables of then. */
export function redriveLife(life: Life): void {
  const { execution, surroundings } = life;
  execution.status = 'RUNNING';
  execution.redriveCount++;
  execution.redriveTime = surroundings.clock.now();
  delete execution.stopTime;
  delete execution.error;
  delete execution.cause;
  life.record('ExecutionRedriven', { redriveCount: execution.redriveCount });
  surroundings.changed(execution);
  life.moved('redriven');
  void drive(life);
}

/** From state to state until the execution has ended. Never rejects. */
async function drive(life: Life): Promise<void> {
  try {
    while (!life.over) {
      // A machine that is being deleted ends its executions at their next transition.
      if (life.execution.machine.status === 'DELETING') life.end({ status: 'ABORTED' });
      else await visit(life, life.execution.position);
    }
  } catch (thrown) {
    if (thrown instanceof LifeOver) return;
    const { error, cause } =
      thrown instanceof StateError ? thrown : new StateError(StatesError.Runtime, String(thrown));
    life.end({ status: 'FAILED', ...(error === '' ? {} : { error }), ...(cause === undefined ? {} : { cause }) });
  }
}

/** Into a state, through it and out of it. @throws StateError, LifeOver */
async function visit(life: Life, position: Position): Promise<void> {
  const state = life.execution.revision.definition.states.get(position.state);
  if (state === undefined) throw new StateError(StatesError.Runtime, `There is no state '${position.state}'.`);
  // A redriven Task state is scheduled again without being entered again (developer guide, "redrive behavior").
  if (position.enteredId === 0 || state.type !== 'Task') {
    position.enteredId = life.record(`${state.type}StateEntered`, { name: state.name, input: position.input.text });
  }
  life.moved('entered', { state: state.name, input: position.input.value });
  const stay = new Visit(life, state, position.input, position.enteredId);
  let outcome: Outcome;
  try {
    outcome = await runState(stay);
  } catch (thrown) {
    throw stay.failure(thrown);
  }
  leave(life, state, outcome);
}

/** All at once: whoever stops the execution finds it either in this state or in the next. */
function leave(life: Life, state: State, { output, assigned, assignedTexts, assignedBytes, next }: Outcome): void {
  const { execution } = life;
  const variables = assignedTexts === undefined ? {} : { assignedVariables: assignedTexts };
  life.record(`${state.type}StateExited`, { name: state.name, output: output.text, ...variables });
  life.moved('exited', { state: state.name, output: output.value });
  if (next === undefined) return life.end({ status: 'SUCCEEDED', output: output.text });
  if (assigned !== undefined) execution.variables = { ...execution.variables, ...assigned };
  if (assignedBytes !== undefined) execution.variableBytes = { ...execution.variableBytes, ...assignedBytes };
  execution.position = { state: next, input: output, enteredId: 0 };
}
