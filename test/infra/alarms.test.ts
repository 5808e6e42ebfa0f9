import { ALARM_WINDOW_SECONDS } from '../../statemachine/contract/names.ts';
import { describe, expect, it } from 'vitest';
import { ALARM_KINDS } from '../../infra/constructs/alarm-kinds.ts';
import { synthesize } from './synthesized.ts';

const synth = synthesize();
const STACK = 'CanaryDeploymentLatticeStack';
const SUBJECTS = [
  { subject: 'canary', alarms: 'Canary/CanaryAlarms', group: 'Canary/Lattice/CanaryTargetGroup' },
  { subject: 'production', alarms: 'Canary/ProductionAlarms', group: 'Canary/Lattice/ProductionTargetGroup' },
] as const;
const every = SUBJECTS.flatMap((subject) =>
  ALARM_KINDS.map(({ name, constructId }) => ({ ...subject, name, path: `${subject.alarms}/${constructId}` })),
);

/** The alarms about undelivered requests and about the watchdog. */
const BESIDE_VERSIONS = 2;

/** One metric, of which a period without data counts as 0. */
const zeroWhenSilent = (metric: object, period: number, stat: string) => [
  expect.objectContaining({ Expression: 'FILL(value, 0)', ReturnData: true }) as object,
  { Id: 'value', MetricStat: { Metric: metric, Period: period, Stat: stat }, ReturnData: false },
];

/** A count of errors that is also a share of the requests; a period without data counts as 0. */
const countOfShare = (expression: string, err: object, req: object) => [
  expect.objectContaining({ Expression: expression, ReturnData: true }) as object,
  { Id: 'err', MetricStat: { Metric: err, Period: 600, Stat: 'Sum' }, ReturnData: false },
  { Id: 'req', MetricStat: { Metric: req, Period: 600, Stat: 'Sum' }, ReturnData: false },
];
const MORE_THAN_5_PERCENT = 'IF(100 * FILL(err,0) > 5 * FILL(req,0), FILL(err,0), 0)';

describe.each(SUBJECTS)('alarms on $subject', ({ subject, alarms, group }) => {
  const alarm = (id: string) => synth.properties(`${alarms}/${id}`);
  const onAlias = [
    { Name: 'FunctionName', Value: synth.ref('Service/Function') },
    { Name: 'Resource', Value: { 'Fn::Join': ['', [synth.ref('Service/Function'), `:${subject}`]] } },
  ];
  const onGroup = [{ Name: 'TargetGroup', Value: synth.att(group, 'Id') }];
  const perMinute = (MetricName: string) => ({
    Metric: { Namespace: 'AWS/VpcLattice', MetricName, Dimensions: onGroup },
    Period: 60,
    Stat: 'Sum',
  });

  it('fire on more than 5 errors of the alias in 10 minutes that are more than 5 % of its invocations', () => {
    expect(alarm('LambdaErrors')).toMatchObject({ AlarmName: `${subject}-lambda-errors-${STACK}`, Threshold: 5 });
    expect(alarm('LambdaErrors')['Metrics']).toEqual(
      countOfShare(
        MORE_THAN_5_PERCENT,
        { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: onAlias },
        { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: onAlias },
      ),
    );
  });

  it('fire on an average duration of more than 5 s in 5 minutes', () => {
    expect(alarm('LambdaDuration')).toMatchObject({
      AlarmName: `${subject}-lambda-duration-${STACK}`,
      Threshold: 5000,
    });
    expect(alarm('LambdaDuration')['Metrics']).toEqual(
      zeroWhenSilent({ Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions: onAlias }, 300, 'Average'),
    );
  });

  it('fire on more than 5 throttles in 5 minutes', () => {
    expect(alarm('LambdaThrottles')).toMatchObject({ AlarmName: `${subject}-lambda-throttles-${STACK}`, Threshold: 5 });
    expect(alarm('LambdaThrottles')['Metrics']).toEqual(
      zeroWhenSilent({ Namespace: 'AWS/Lambda', MetricName: 'Throttles', Dimensions: onAlias }, 300, 'Sum'),
    );
  });

  it('fire on more than 5 answers with 5XX in 10 minutes that are more than 5 % of the requests', () => {
    expect(alarm('LatticeServerErrors')).toMatchObject({ AlarmName: `${subject}-lattice-5xx-${STACK}`, Threshold: 5 });
    expect(alarm('LatticeServerErrors')['Metrics']).toEqual(
      countOfShare(MORE_THAN_5_PERCENT, perMinute('HTTPCode_5XX_Count').Metric, perMinute('TotalRequestCount').Metric),
    );
  });

  it('fire on more than 5 % of 5XX in one minute with at least 100 requests', () => {
    const rate = alarm('LatticeErrorRate');
    expect(rate).toMatchObject({ AlarmName: `${subject}-lattice-error-rate-${STACK}`, Threshold: 5 });
    expect(rate['Metrics']).toEqual([
      expect.objectContaining({ Expression: 'IF(req >= 100, 100 * FILL(err,0) / req, 0)', ReturnData: true }),
      { Id: 'err', MetricStat: perMinute('HTTPCode_5XX_Count'), ReturnData: false },
      { Id: 'req', MetricStat: perMinute('TotalRequestCount'), ReturnData: false },
    ]);
  });
});

describe('every alarm on canary and production', () => {
  it('look back as far as the claim after a release believes, and no further', () => {
    const texts = every.map(({ path }) => JSON.stringify(synth.properties(path)));
    const windows = texts.flatMap((text) =>
      [...text.matchAll(/"Period":(\d+)/g)].map(([, seconds]) => Number(seconds)),
    );
    expect(Math.max(...windows)).toBe(ALARM_WINDOW_SECONDS);
  });

  it.each(every)('$path looks at 1 of 1 periods for more than its threshold', ({ path }) => {
    expect(synth.properties(path)).toMatchObject({
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it.each(every)('$path does not take silence for a fault', ({ path }) => {
    expect(synth.properties(path)['TreatMissingData']).toBe('notBreaching');
  });

  it.each(every)('$path is named after its side, its kind and its service', ({ path, subject, name }) => {
    expect(synth.properties(path)['AlarmName']).toBe(`${subject}-${name}-${STACK}`);
  });

  it.each(every)('$path says what happened, where to look, what to do and where to read on', ({ path }) => {
    const description = synth.properties(path)['AlarmDescription'];
    expect(description).toMatch(/^Description: .+\nInvestigation: .+\nResolution: .+\nRUNBOOK\.md#[a-z0-9-]+$/);
    expect((description as string).length).toBeLessThanOrEqual(1024);
  });

  it('has a name of its own', () => {
    const names = synth.all('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);
    expect(names).toHaveLength(every.length + BESIDE_VERSIONS);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('actions', () => {
  it.each(every.filter(({ subject }) => subject === 'canary'))(
    '$path asks the rollback topic for a rollback',
    ({ path }) => {
      expect(synth.properties(path)['AlarmActions']).toEqual([synth.ref('Canary/Topics/Rollback')]);
    },
  );

  it.each(every.filter(({ subject }) => subject === 'production'))('$path has none', ({ path }) => {
    expect(synth.properties(path)).not.toHaveProperty('AlarmActions');
  });

  it.each(every)('$path does nothing on OK or on insufficient data', ({ path }) => {
    expect(synth.properties(path)).not.toHaveProperty('OKActions');
    expect(synth.properties(path)).not.toHaveProperty('InsufficientDataActions');
  });
});

describe('thresholds of the settings', () => {
  const strict = synthesize({
    canary: {
      alarms: {
        errors: 1,
        errorsPercent: 2.5,
        durationSeconds: 2.5,
        serverErrors: 3,
        errorRatePercent: 4,
        errorRateMinRequests: 50,
        throttles: 6,
      },
    },
  });

  it.each(SUBJECTS)('reach the alarms on $subject', ({ alarms }) => {
    const thresholds = ALARM_KINDS.map(({ constructId }) => [
      constructId,
      strict.properties(`${alarms}/${constructId}`)['Threshold'],
    ]);
    expect(Object.fromEntries(thresholds)).toMatchObject({
      LambdaErrors: 1,
      LambdaDuration: 2500,
      LambdaThrottles: 6,
      LatticeServerErrors: 3,
      LatticeErrorRate: 4,
    });
  });

  it('reach the floor of the error rate', () => {
    expect(strict.properties('Canary/CanaryAlarms/LatticeErrorRate')['Metrics']).toEqual(
      expect.arrayContaining([expect.objectContaining({ Expression: 'IF(req >= 50, 100 * FILL(err,0) / req, 0)' })]),
    );
  });

  it.each(['LambdaErrors', 'LatticeServerErrors'])('reach the share of %s', (id) => {
    expect(strict.properties(`Canary/CanaryAlarms/${id}`)['Metrics']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Expression: 'IF(100 * FILL(err,0) > 2.5 * FILL(req,0), FILL(err,0), 0)' }),
      ]),
    );
  });

  it('reach the descriptions', () => {
    expect(strict.properties('Canary/CanaryAlarms/LambdaErrors')['AlarmDescription']).toContain(
      'more than 1 times, and in more than 2.5 % of its invocations, within 10 minutes',
    );
    expect(strict.properties('Canary/CanaryAlarms/LatticeServerErrors')['AlarmDescription']).toContain(
      'more than 3 answers with status 5XX, and in more than 2.5 % of its answers, within 10 minutes',
    );
    expect(strict.properties('Canary/CanaryAlarms/LambdaDuration')['AlarmDescription']).toContain(
      'more than 2.5 s on average',
    );
  });
});
