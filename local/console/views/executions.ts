import { purposeOf } from '../../../cli/story/purpose.ts';
import { textIn } from '../../../statemachine/contract/json-text.ts';
import type { Execution, StateMachines, StoredMachine } from 'local-aws/states';
import type { ClosedView, EventView, ExecutionDetail, ExecutionView } from '../model/protocol.ts';

/** The newest that the page lists. */
const MOST_LISTED = 40;
/** Events of one answer; the page asks again for the rest. */
const MOST_EVENTS = 500;

/** @param closed rollouts that are over, by execution */
export function executionViews(
  machines: StateMachines,
  machineArn: string,
  closed: ReadonlyMap<string, ClosedView>,
): readonly ExecutionView[] {
  return machines
    .listExecutions(machineArn)
    .slice(0, MOST_LISTED)
    .map((execution) => {
      const rollout = closed.get(execution.arn);
      return { ...executionView(execution), ...(rollout === undefined ? {} : { closed: rollout }) };
    });
}

function executionView({
  arn,
  name,
  status,
  startTime,
  stopTime,
  position,
  error,
  cause,
  history,
  input,
  variables,
}: Execution): ExecutionView {
  return {
    arn,
    name,
    status,
    kind: purposeOf(input.value),
    version: textIn(variables, 'version') ?? textIn(input.value, 'version') ?? '',
    startedAt: Math.round(startTime),
    ...(stopTime === undefined ? {} : { stoppedAt: Math.round(stopTime) }),
    state: position.state,
    ...(status === 'RUNNING' && position.enteredId > 0 ? { stateSince: timeOf(history, position.enteredId) } : {}),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    events: history.length,
  };
}

function timeOf(history: Execution['history'], id: number): number {
  return Math.round(history.event(id, false).timestamp.getTime());
}

/** @param after number of the last event that the page has; 0 for none, then the definition comes too */
export function executionDetail({ arn, input, output, history, revision }: Execution, after: number): ExecutionDetail {
  const count = Math.max(0, Math.min(MOST_EVENTS, history.length - after));
  // JSON turns the timestamps into text.
  const events = Array.from(
    { length: count },
    (_, index) => history.event(after + index + 1, true) as unknown as EventView,
  );
  return {
    arn,
    input: input.text,
    ...(output === undefined ? {} : { output }),
    events,
    ...(after === 0 ? { definition: revision.text } : {}),
  };
}

/** A machine that was never asked for anything: only what it would do. */
export function machineDetail({ arn, revision }: StoredMachine): ExecutionDetail {
  return { arn, input: '', events: [], definition: revision.text };
}
