import { beforeEach, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import type { CloudEvent } from '../../src/core/types.ts';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import { AccessControl } from '../../src/iam/access-control.ts';

const ALARM: CloudEvent = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: ['arn:alarm'],
  detail: { alarmName: 'a' },
};
const place = { account: '111122223333', region: 'us-east-1' };
const refuse = () => Promise.reject(new Error('no rule has a target'));

let log: string[];
let bus: EventBus;

beforeEach(() => {
  log = [];
  bus = new EventBus({
    clock: new VirtualClock(),
    random: seededRandom(3),
    place,
    access: new AccessControl({ place, identities: { find: () => undefined }, log: () => undefined }),
    log: (_service, message) => log.push(message),
    executions: { startExecution: refuse },
    functions: { invoke: refuse, invokeAsync: refuse },
    topics: { publish: refuse },
    queues: { send: refuse },
  });
});

const rule = (pattern: object, enabled = true) => bus.putRule({ name: 'on-alarm', pattern, enabled, targets: [] });

it('tells once of a rule that asks events of its own kind for what they do not have', () => {
  rule({ source: ['aws.cloudwatch'], detail: { alarmNam: ['a'] } });
  bus.emit(ALARM);
  bus.emit(ALARM);
  expect(log).toEqual([
    "rule on-alarm asks for detail.alarmNam, which an event 'CloudWatch Alarm State Change' of " +
      'aws.cloudwatch does not have: it does not match',
  ]);
});

it('tells again when the rule is written again and still asks for it', () => {
  rule({ sourc: ['aws.cloudwatch'] });
  bus.emit(ALARM);
  rule({ sourc: ['aws.states'] });
  bus.emit(ALARM);
  expect(log).toHaveLength(2);
});

it('says nothing of rules that match, or that are disabled', () => {
  rule({ source: ['aws.cloudwatch'], detail: { alarmName: ['a'] } });
  bus.emit(ALARM);
  rule({ source: ['aws.cloudwatch'], detail: { alarmNam: ['a'] } }, false);
  bus.emit(ALARM);
  expect(log).toEqual([]);
});
