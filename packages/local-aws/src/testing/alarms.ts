import type { AlarmConfig } from '../cloudwatch/alarm-config.ts';
import { CloudWatch, type CloudWatchOptions } from '../cloudwatch/cloudwatch.ts';
import { seededRandom } from '../core/random.ts';
import type { Caller, CloudEvent } from '../core/types.ts';
import { VirtualClock } from '../core/virtual-clock.ts';

export const START = Date.UTC(2026, 10, 24, 9, 59, 30);
/** The next full minute, ten o'clock. */
export const TEN = Date.UTC(2026, 10, 24, 10, 0, 0);
export const MINUTE = 60_000;
export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:rollback';
export const METRIC = {
  namespace: 'AWS/Lambda',
  name: 'Errors',
  dimensions: { FunctionName: 'shop', Resource: 'shop:canary' },
};

/** More than five errors in one minute. */
export const ERRORS: AlarmConfig = {
  name: 'canary-errors',
  description: 'Too many errors',
  actionsEnabled: true,
  actions: { ALARM: [TOPIC], OK: [], INSUFFICIENT_DATA: [] },
  watched: { stat: { metric: METRIC, statistic: 'Sum', period: 60 } },
  period: 60,
  comparison: 'GreaterThanThreshold',
  threshold: 5,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  datapointsToAlarmGiven: true,
  treatMissingData: 'notBreaching',
  treatMissingDataGiven: true,
};

interface Published {
  topicArn: string;
  message: string;
  subject?: string;
  caller: Caller;
}

/** CloudWatch on a clock of its own, with what it emits and publishes; alarms look 20 s after a minute unless told. */
export function cloudWatchWorld(options: Partial<CloudWatchOptions> = {}) {
  const clock = new VirtualClock(START);
  const events: CloudEvent[] = [];
  const published: Published[] = [];
  const log: string[] = [];
  const cloudwatch = new CloudWatch({
    clock,
    random: seededRandom(7),
    place: { account: '111122223333', region: 'us-east-1' },
    log: (_service, message) => log.push(message),
    events: { emit: (event) => events.push(event) },
    topics: {
      publish: async (request) => {
        published.push(request);
        return { messageId: '1' };
      },
    },
    publicationDelaySeconds: [20, 20],
    ...options,
  });
  return {
    clock,
    events,
    published,
    log,
    cloudwatch,
    record: (value: number, time: number, name = 'Errors') => cloudwatch.record({ ...METRIC, name, value, time }),
    stateOf: (name = 'canary-errors') =>
      cloudwatch.listAlarms().find((alarm) => alarm.config.name === name)?.state.value,
  };
}

export type CloudWatchWorld = ReturnType<typeof cloudWatchWorld>;
