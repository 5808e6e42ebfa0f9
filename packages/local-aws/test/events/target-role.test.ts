import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import type { RuleConfig } from '../../src/events/rule.ts';
import type { AccessControl } from '../../src/iam/access-control.ts';
import type { Statement, TrustPolicy } from '../../src/iam/document.ts';
import { accessOf, PLACE } from '../access.ts';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:canary';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:dead';
const RULE: RuleConfig = {
  name: 'on-alarm',
  pattern: { source: ['shop'] },
  enabled: true,
  targets: [
    { Id: '1', Arn: MACHINE, RoleArn: 'arn:aws:iam::123456789012:role/events', DeadLetterConfig: { Arn: QUEUE } },
  ],
};

const never = () => Promise.reject(new Error('never called'));

/** A bus that notes what it starts and what it gives up. */
function busWith(access: AccessControl) {
  const clock = new VirtualClock(0);
  const started: string[] = [];
  const sent: { queueArn: string; attributes?: Readonly<Record<string, string>> }[] = [];
  const bus = new EventBus({
    clock,
    random: seededRandom(3),
    place: PLACE,
    log: () => undefined,
    access,
    executions: {
      async startExecution({ stateMachineArn }) {
        started.push(stateMachineArn);
        return { executionArn: 'arn', startDate: new Date(clock.now()) };
      },
    },
    queues: { send: async (request) => void sent.push(request) },
    functions: { invoke: never, invokeAsync: never },
    topics: { publish: never },
  });
  const deliver = async () => {
    bus.putRule(RULE);
    bus.emit({ source: 'shop', 'detail-type': 'Test', resources: [], detail: {} });
    await clock.runUntil(60_000);
  };
  return { bus, started, sent, deliver };
}

const start: Statement = { Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE };

test('a target role with states:StartExecution on the machine starts it', async () => {
  const { deliver, sent, started } = busWith(accessOf({ statements: [start] }));
  await deliver();
  expect([started, sent]).toEqual([[MACHINE], []]);
});

test.each<[string, Statement[]]>([
  ['without states:StartExecution', []],
  ['with it on another machine', [{ ...start, Resource: `${MACHINE}2` }]],
])('a target role %s starts nothing: the event is a dead letter at once', async (_what, statements) => {
  const { deliver, sent, started } = busWith(accessOf({ statements }));
  await deliver();
  const denial =
    'User: arn:aws:sts::123456789012:assumed-role/events/on-alarm is not authorized to perform: ' +
    `states:StartExecution on resource: ${MACHINE} because no identity-based policy allows the ` +
    'states:StartExecution action';
  expect(started).toEqual([]);
  expect(sent).toMatchObject([
    { queueArn: QUEUE, attributes: { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: denial } },
  ]);
});

test('rejects a rule whose target role EventBridge may not use', () => {
  const trust: TrustPolicy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  expect(() => busWith(accessOf({ trust })).bus.putRule(RULE)).toThrow(
    'the role events cannot be assumed by events.amazonaws.com for ' +
      'arn:aws:events:eu-west-1:123456789012:rule/on-alarm: its trust policy does not allow it sts:AssumeRole',
  );
});
