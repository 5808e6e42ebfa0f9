import { seededRandom } from '../../src/core/random.ts';
import type { Caller, CloudEvent } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import type { RuleConfig, TargetConfig } from '../../src/events/rule.ts';
import { accessOf } from '../access.ts';

export const START = Date.UTC(2026, 0, 5, 9, 0, 0);
export const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:canary';
export const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:watchdog';
export const DEAD_LETTERS = 'arn:aws:sqs:us-east-1:111122223333:dead';
export const ROLE = 'arn:aws:iam::111122223333:role/events';
export const RULE_ARN = 'arn:aws:events:us-east-1:111122223333:rule/on-alarm';

export const TO_MACHINE: TargetConfig = {
  Id: 'Target0',
  Arn: MACHINE,
  RoleArn: ROLE,
  DeadLetterConfig: { Arn: DEAD_LETTERS },
};
export const ON_ALARM: RuleConfig = {
  name: 'on-alarm',
  pattern: { source: ['aws.cloudwatch'] },
  enabled: true,
  targets: [TO_MACHINE],
};
export const ALARM: CloudEvent = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: ['arn:alarm'],
  detail: { alarmName: 'a' },
};

export interface Call {
  at: number;
  to: string;
  payload: string;
  caller: Caller;
  attributes?: Readonly<Record<string, string>>;
}

/** A bus whose targets note what they get, and fail once for each of `failures`. */
export function world() {
  const clock = new VirtualClock(START);
  const calls: Call[] = [];
  const log: string[] = [];
  const failures: Error[] = [];
  const answer = (call: Omit<Call, 'at'>) => {
    calls.push({ at: clock.now() - START, ...call });
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const bus = new EventBus({
    clock,
    random: seededRandom(3),
    place: { account: '111122223333', region: 'us-east-1' },
    log: (_service, message) => log.push(message),
    access: accessOf(),
    executions: {
      startExecution: async ({ stateMachineArn, input, caller }) => {
        answer({ to: stateMachineArn, payload: input, caller });
        return { executionArn: 'arn', startDate: new Date(clock.now()) };
      },
    },
    functions: {
      invoke: () => Promise.reject(new Error('never invoked synchronously')),
      invokeAsync: async ({ functionArn, payload, caller }) => answer({ to: functionArn, payload, caller }),
    },
    topics: {
      publish: async ({ topicArn, message, caller }) => {
        answer({ to: topicArn, payload: message, caller });
        return { messageId: 'm' };
      },
    },
    queues: {
      send: async ({ queueArn, body, attributes, caller }) => {
        calls.push({
          at: clock.now() - START,
          to: queueArn,
          payload: body,
          caller,
          ...(attributes === undefined ? {} : { attributes }),
        });
      },
    },
  });
  return { bus, calls, clock, failures, log, run: (ms: number) => clock.runUntil(clock.now() + ms) };
}

export type World = ReturnType<typeof world>;
