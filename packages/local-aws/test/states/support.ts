import type { Execution } from '../../src/states/execution.ts';
import type { HistoryEvent } from '../../src/states/history.ts';
import { TaskError } from '../../src/states/tasks.ts';
import { type Answer, statesWorld as world } from '../../src/testing/machines.ts';

export {
  type Answer,
  definition,
  MACHINE,
  PLACE,
  ROLE,
  START,
  statesWorld as world,
} from '../../src/testing/machines.ts';

export const EXECUTION = 'arn:aws:states:eu-central-1:111122223333:execution:m:e';
export const WAIT = { Rest: { Type: 'Wait', Seconds: 60, End: true } };
export const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };
export const done = { Type: 'Succeed' };

export const fails =
  (error: string, cause = 'why') =>
  () => {
    throw new TaskError(error, cause);
  };

/** Runs a machine to its end. */
export async function run(states: Record<string, object>, input: unknown = {}, answer?: Answer, top?: object) {
  const w = world(answer);
  w.create(states, top);
  const execution = await w.finish(await w.start(input));
  return {
    ...w,
    execution,
    output: execution.output === undefined ? undefined : (JSON.parse(execution.output) as unknown),
  };
}

/** `3 TaskScheduled <2` */
export function outline(events: readonly HistoryEvent[]): string[] {
  return events.map(({ id, type, previousEventId }) => `${id} ${type} <${previousEventId}`);
}

export const types = (execution: Execution) => execution.history.events.map(({ type }) => type);

export function failure({ status, error, cause }: Execution) {
  return { status, error, cause };
}
