import { seededRandom } from '../../src/core/random.ts';
import type { CloudEvent, Input } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Execution } from '../../src/states/execution.ts';
import type { HistoryEvent } from '../../src/states/history.ts';
import { statesService } from '../../src/states/service.ts';
import { StateMachines, type StateMachinesOptions } from '../../src/states/state-machines.ts';
import { TaskError, type TaskContext } from '../../src/states/tasks.ts';
import { callTo } from '../services.ts';

export const START = Date.UTC(2026, 0, 5, 9, 0, 0);
export const PLACE = { account: '111122223333', region: 'eu-central-1' };
export const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:m';
/** Of the execution that {@link world} starts unless told. */
export const EXECUTION = 'arn:aws:states:eu-central-1:111122223333:execution:m:e';
export const ROLE = 'arn:aws:iam::111122223333:role/machine';
const FOREVER = START + 400 * 24 * 3600 * 1000;

export const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke' };
export const done = { Type: 'Succeed' };
/** A machine that takes a minute. */
export const WAIT = { Rest: { Type: 'Wait', Seconds: 60, End: true } };

export type Answer = (args: unknown, call: number, context: TaskContext) => unknown;

export const fails =
  (error: string, cause = 'why') =>
  () => {
    throw new TaskError(error, cause);
  };

/** A service on a virtual clock whose tasks are answered by a function. */
export function world(answer: Answer = () => null, options: Partial<StateMachinesOptions> = {}) {
  const clock = new VirtualClock(START);
  const events: CloudEvent[] = [];
  const calls: { args: unknown; at: number }[] = [];
  const tasks = {
    async run(_resource: string, args: unknown, context: TaskContext) {
      calls.push({ args, at: (clock.now() - START) / 1000 });
      return answer(args, calls.length, context);
    },
  };
  const machines = new StateMachines({
    place: PLACE,
    clock,
    random: seededRandom(1),
    tasks,
    events: { emit: (event) => events.push(event) },
    ...options,
  });
  return {
    clock,
    events,
    calls,
    machines,
    seconds: () => (clock.now() - START) / 1000,
    call: async (operation: string, input: Input) =>
      (await callTo(statesService(machines, clock), operation, input)) as Record<string, unknown>,
    create: (states: Record<string, object>, top: object = {}) =>
      machines.create({ name: 'm', roleArn: ROLE, definition: definition(states, top) }),
    async start(input: unknown = {}, name = 'e'): Promise<Execution> {
      const { executionArn } = await machines.startExecution({
        stateMachineArn: MACHINE,
        input: JSON.stringify(input),
        name,
      });
      return machines.execution(executionArn);
    },
    async finish(execution: Execution): Promise<Execution> {
      await clock.runWhile(() => execution.status === 'RUNNING', FOREVER);
      return execution;
    },
  };
}

export function definition(states: Record<string, object>, top: object = {}): string {
  return JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], ...top, States: states });
}

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
