import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { GetListenerCommand } from '@aws-sdk/client-vpc-lattice';
import { shapeFaults } from 'local-aws/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { allPorts } from '../handlers/ports/aws/all-ports.ts';
import type { Ports } from '../../handlers/ports/index.ts';
import { readableCause } from '../../rollout/readable-cause.ts';
import { askedTrigger } from '../../rollout/rollback/asked-input.ts';
import { snsTrigger } from '../../rollout/rollback/sns-message.ts';
import { FUNCTIONS } from '../../statemachine/contract/functions.ts';
import { fakeAws, type FakeAws, stubAwsEnvironment } from '../handlers/ports/aws/fake-aws.ts';
import { ENVIRONMENT, QUIET } from '../handlers/ports/aws/samples.ts';
import * as recorded from './recorded.ts';

const AT = new Date(Date.UTC(2026, 0, 5, 9, 11, 42, 131));

describe('what starts a rollback, as AWS sends it', () => {
  it('an alarm on the topic', () => {
    const event = FUNCTIONS.rollBack.event.parse(recorded.notification(JSON.stringify(recorded.ALARM_MESSAGE)));
    const { Message, Timestamp } = event.Records[0]?.Sns ?? {};
    expect(snsTrigger(Message ?? '', new Date(Timestamp ?? 0))).toMatchObject({
      kind: 'alarm',
      at: AT,
      reason: expect.stringContaining(recorded.ALARM) as string,
    });
  });

  it('an alarm that went off is none', () => {
    const off = { ...recorded.ALARM_MESSAGE, NewStateValue: 'OK', OldStateValue: 'ALARM' };
    expect(snsTrigger(JSON.stringify(off), AT)).toMatchObject({ kind: 'none' });
  });

  it('an alarm on the bus', () => {
    expect(askedTrigger({ rollback: { event: recorded.ALARM_EVENT } })).toMatchObject({ kind: 'alarm', at: AT });
  });

  it.each([
    ['ABORTED', {}, false],
    ['TIMED_OUT', {}, true],
    ['FAILED', { error: 'States.Runtime', cause: 'An error occurred while executing the state' }, true],
    ['FAILED', {}, true],
  ])('an execution that %s, with %j and null for all the rest', (status, more, unasked) => {
    const event = recorded.executionEvent(status, more);
    expect(askedTrigger({ rollback: { event } })).toMatchObject({
      kind: 'execution ended',
      id: recorded.EXECUTION,
      unasked,
    });
  });
});

const outputOf = (command: object): unknown => (command as { readonly schema: readonly unknown[] }).schema[5];

describe('what ports read, as AWS answers it', () => {
  let aws: FakeAws;
  let ports: Ports;
  beforeAll(async () => {
    aws = await fakeAws();
    stubAwsEnvironment(aws);
    ports = allPorts(QUIET, {
      ...ENVIRONMENT,
      PRODUCTION_TARGET_GROUP_ID: recorded.GROUPS.production,
      CANARY_TARGET_GROUP_ID: recorded.GROUPS.canary,
    });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await aws.close();
  });

  it('no data of a metric is 0 requests', async () => {
    aws.answer({ body: recorded.NO_METRIC_DATA });
    expect(await ports.minutes.count('canary', 'invocations', AT, new Date(AT.getTime() + 300_000))).toBe(0);
  });

  it.each<[weights: readonly (number | undefined)[], read: object]>([
    [[90, 10], { production: 90, canary: 10 }],
    [[100, 0], { production: 100, canary: 0 }],
    [[100, undefined], { production: 100, canary: 0 }],
    [[undefined, 100], { production: 0, canary: 100 }],
  ])('a listener with the weights %j', async (weights, read) => {
    aws.answer({ body: recorded.listenerWith(...weights) });
    expect(await ports.listener.read()).toEqual(read);
  });

  it('rejects a listener whose shares nobody knows', async () => {
    aws.answer({ body: recorded.listenerWith(undefined, undefined) });
    await expect(ports.listener.read()).rejects.toMatchObject({ name: 'WeightsDrifted' });
  });

  it("have the shape of the SDK's own models", () => {
    const listener = outputOf(new GetListenerCommand({ serviceIdentifier: '', listenerIdentifier: '' }));
    const data = outputOf(new GetMetricDataCommand({ MetricDataQueries: [], StartTime: AT, EndTime: AT }));
    expect(shapeFaults(recorded.listenerWith(90, 10), listener, 'listener')).toEqual([]);
    expect(shapeFaults(recorded.NO_METRIC_DATA, data, 'data')).toEqual([]);
  });
});

describe('what a failed task says, in words', () => {
  it.each(recorded.CAUSES)('%s', (_about, cause, words) => {
    expect(readableCause(cause)).toBe(words);
  });
});
