import { beforeEach, describe, expect, it } from 'vitest';
import { parseMath } from '../../src/cloudwatch/math/parse.ts';
import { ERRORS, METRIC, MINUTE, START, TEN, TOPIC, type World, world } from './world.ts';

let clock: World['clock'];
let cloudwatch: World['cloudwatch'];
let events: World['events'];
let published: World['published'];
let record: World['record'];
let stateOf: World['stateOf'];

beforeEach(() => {
  ({ clock, cloudwatch, events, published, record, stateOf } = world());
});

function stat(name: string) {
  return { metric: { ...METRIC, name }, statistic: 'Sum', period: 60 } as const;
}

describe('CloudWatch alarms', () => {
  it('start in INSUFFICIENT_DATA, without an event or a notification', () => {
    const alarm = cloudwatch.putAlarm(ERRORS);
    expect(alarm.arn).toBe('arn:aws:cloudwatch:us-east-1:111122223333:alarm:canary-errors');
    expect(alarm.state).toEqual({
      value: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      since: START,
    });
    expect([events, published]).toEqual([[], []]);
  });

  it('change state only once the publication delay after the minute has passed', async () => {
    cloudwatch.putAlarm(ERRORS);
    record(12, TEN + 10_000);
    await clock.runUntil(TEN + MINUTE + 19_999);
    expect(stateOf()).toBe('OK');
    await clock.runUntil(TEN + MINUTE + 20_000);
    expect(stateOf()).toBe('ALARM');
  });

  it('take a random time in the range, in the order of the minutes', async () => {
    const changes: number[] = [];
    const { clock, cloudwatch, record } = world({
      publicationDelaySeconds: [17, 96],
      onChange: ({ alarm }) => changes.push(alarm.state.since),
    });
    cloudwatch.putAlarm(ERRORS);
    // Errors in every second minute: the state changes with every minute.
    for (let minute = 0; minute < 100; minute++) record(minute % 2 === 0 ? 12 : 0, TEN + minute * MINUTE);
    await clock.runUntil(TEN + 102 * MINUTE);
    // The first change is from the minute before any data; the others follow minute by minute.
    const delays = changes.slice(1, 101).map((at, minute) => (at - (TEN + (minute + 1) * MINUTE)) / 1000);
    expect(delays).toHaveLength(100);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(17);
    expect(Math.max(...delays)).toBeLessThanOrEqual(96);
    expect(new Set(delays).size).toBeGreaterThan(50);
  });

  it('emit the event of a state change in the shape of the CloudWatch user guide', async () => {
    cloudwatch.putAlarm(ERRORS);
    record(12, TEN + 10_000);
    await clock.runUntil(TEN + MINUTE + 20_000);
    const { detail, ...envelope } = events.at(-1) ?? { detail: {} };
    expect(envelope).toEqual({
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      resources: ['arn:aws:cloudwatch:us-east-1:111122223333:alarm:canary-errors'],
    });
    expect(detail).toEqual({
      alarmName: 'canary-errors',
      state: {
        value: 'ALARM',
        reason:
          'Threshold Crossed: 1 out of the last 1 datapoints [12.0 (24/11/26 10:00:00)] was greater than the ' +
          'threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
        reasonData: expect.any(String),
        timestamp: '2026-11-24T10:01:20.000+0000',
      },
      previousState: {
        value: 'OK',
        reason:
          'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated ' +
          'as [NonBreaching].',
        reasonData: expect.any(String),
        timestamp: '2026-11-24T10:00:20.000+0000',
      },
      configuration: {
        description: 'Too many errors',
        metrics: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            metricStat: { metric: METRIC, period: 60, stat: 'Sum' },
            returnData: true,
          },
        ],
      },
    });
    const { state } = detail as { state: { reasonData: string } };
    expect(JSON.parse(state.reasonData)).toEqual({
      version: '1.0',
      queryDate: '2026-11-24T10:01:20.000+0000',
      startDate: '2026-11-24T10:00:00.000+0000',
      statistic: 'Sum',
      period: 60,
      recentDatapoints: [12],
      threshold: 5,
      evaluatedDatapoints: [{ timestamp: '2026-11-24T10:00:00.000+0000', sampleCount: 1, value: 12 }],
    });
  });

  it('publish to the topics of the state that is entered, as CloudWatch on behalf of the alarm', async () => {
    cloudwatch.putAlarm(ERRORS);
    record(12, TEN + 10_000);
    await clock.runUntil(TEN + MINUTE + 20_000);
    const [only, ...others] = published;
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      topicArn: TOPIC,
      subject: 'ALARM: "canary-errors" in US East (N. Virginia)',
      caller: {
        principal: 'cloudwatch.amazonaws.com',
        sourceArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:canary-errors',
      },
    });
    expect(JSON.parse(only?.message ?? '')).toEqual({
      AlarmName: 'canary-errors',
      AlarmDescription: 'Too many errors',
      AWSAccountId: '111122223333',
      AlarmConfigurationUpdatedTimestamp: '2026-11-24T09:59:30.000+0000',
      NewStateValue: 'ALARM',
      NewStateReason: expect.stringContaining('Threshold Crossed: 1 out of the last 1 datapoints'),
      StateChangeTime: '2026-11-24T10:01:20.000+0000',
      Region: 'US East (N. Virginia)',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:canary-errors',
      OldStateValue: 'OK',
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'Errors',
        Namespace: 'AWS/Lambda',
        StatisticType: 'Statistic',
        Statistic: 'SUM',
        Unit: null,
        Dimensions: [
          { value: 'shop', name: 'FunctionName' },
          { value: 'shop:canary', name: 'Resource' },
        ],
        Period: 60,
        EvaluationPeriods: 1,
        DatapointsToAlarm: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 5,
        TreatMissingData: 'notBreaching',
        EvaluateLowSampleCountPercentile: '',
      },
    });
  });

  it('publish nothing while actions are disabled, but still emit the event', async () => {
    cloudwatch.putAlarm({ ...ERRORS, actionsEnabled: false });
    cloudwatch.setState('canary-errors', 'ALARM', { reason: 'by hand' });
    expect(published).toEqual([]);
    expect(events).toHaveLength(1);
  });

  it('add up a long period over a window that slides with the minute', async () => {
    cloudwatch.putAlarm({
      ...ERRORS,
      watched: { stat: { metric: METRIC, statistic: 'Sum', period: 600 } },
      period: 600,
    });
    // One error a minute: the sixth one crosses the threshold of five.
    for (let minute = 0; minute < 6; minute++) record(1, TEN + minute * MINUTE);
    for (let minute = 6; minute < 40; minute++) record(0, TEN + minute * MINUTE);
    await clock.runUntil(TEN + 5 * MINUTE + 20_000);
    expect(stateOf()).toBe('OK');
    await clock.runUntil(TEN + 6 * MINUTE + 20_000);
    expect(stateOf()).toBe('ALARM');
    await clock.runUntil(TEN + 10 * MINUTE + 20_000);
    expect(stateOf()).toBe('ALARM');
    await clock.runUntil(TEN + 11 * MINUTE + 20_000);
    expect(stateOf()).toBe('OK');
  });

  it('watch an expression over several metrics, and describe it', async () => {
    const expression = 'IF(req >= 20, 100 * FILL(err,0) / req, 0)';
    cloudwatch.putAlarm({
      ...ERRORS,
      watched: {
        returned: 'rate',
        queries: [
          { id: 'rate', label: 'error rate', returnData: true, source: { expression, parsed: parseMath(expression) } },
          { id: 'req', returnData: false, source: stat('Invocations') },
          { id: 'err', returnData: false, source: stat('Errors') },
        ],
      },
    });
    record(19, TEN, 'Invocations');
    record(19, TEN);
    record(40, TEN + MINUTE, 'Invocations');
    record(10, TEN + MINUTE);
    await clock.runUntil(TEN + MINUTE + 20_000);
    expect(stateOf()).toBe('OK');
    await clock.runUntil(TEN + 2 * MINUTE + 20_000);
    expect(stateOf()).toBe('ALARM');
    expect(events.at(-1)?.detail).toMatchObject({
      state: { reason: expect.stringContaining('[25.0 (24/11/26 10:01:00)] was greater than the threshold (5.0)') },
      configuration: {
        metrics: [{ id: 'rate', expression, label: 'error rate', returnData: true }, { id: 'req' }, { id: 'err' }],
      },
    });
  });

  it('keep their state when their configuration is written again', () => {
    cloudwatch.putAlarm(ERRORS);
    cloudwatch.setState('canary-errors', 'ALARM', { reason: 'by hand' });
    cloudwatch.putAlarm({ ...ERRORS, threshold: 9 });
    expect(stateOf()).toBe('ALARM');
  });

  it('log that a topic did not take a notification, which CloudWatch itself tells nobody', async () => {
    const refusing = world({ topics: { publish: () => Promise.reject(new Error('not allowed')) } });
    refusing.cloudwatch.putAlarm(ERRORS);
    refusing.cloudwatch.setState('canary-errors', 'ALARM', { reason: 'by hand' });
    await refusing.clock.runUntil(START);
    expect(refusing.log.at(-1)).toBe(`canary-errors: ${TOPIC} did not take the notification: Error: not allowed`);
    expect(refusing.stateOf()).toBe('ALARM');
  });

  it('stay in ALARM for two more periods after their metric stopped, unless told to look no further back', async () => {
    for (const [furtherPeriods, minutesInAlarm] of [
      [2, 3],
      [0, 1],
    ] as const) {
      const each = world({ furtherPeriods });
      each.cloudwatch.putAlarm(ERRORS);
      each.record(12, TEN);
      await each.clock.runUntil(TEN + minutesInAlarm * MINUTE + 20_000);
      expect(each.stateOf()).toBe('ALARM');
      await each.clock.runUntil(TEN + (minutesInAlarm + 1) * MINUTE + 20_000);
      expect(each.stateOf()).toBe('OK');
    }
  });

  it('are not evaluated any more once they are removed', async () => {
    cloudwatch.putAlarm(ERRORS);
    record(12, TEN - 1);
    await clock.runUntil(TEN);
    cloudwatch.removeAlarm('canary-errors');
    await clock.runUntil(TEN + 5 * MINUTE);
    expect(events).toEqual([]);
  });
});
