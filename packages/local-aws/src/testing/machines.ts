import { seededRandom } from '../core/random.ts';
import type { CloudEvent, Input } from '../core/types.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import type { Execution } from '../states/execution.ts';
import { StateMachines, type StateMachinesOptions } from '../states/state-machines.ts';
import type { TaskContext } from '../states/tasks.ts';
import { statesService } from '../states/service.ts';
import { callTo } from './call.ts';

export const START = Date.UTC(2026, 0, 5, 9, 0, 0);
export const PLACE = { account: '111122223333', region: 'eu-central-1' };
export const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:m';
export const ROLE = 'arn:aws:iam::111122223333:role/machine';
const FOREVER = START + 400 * 24 * 3600 * 1000;

export type Answer = (args: unknown, call: number, context: TaskContext) => unknown;

/** A service on a virtual clock whose tasks are answered by a function. */
export function statesWorld(answer: Answer = () => null, options: Partial<StateMachinesOptions> = {}) {
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
