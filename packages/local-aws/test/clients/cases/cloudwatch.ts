import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { ACCOUNT, type Case, REGION, type Shop, START } from '../shop.ts';
import { anyDate } from './matchers.ts';

const MINUTE = 60_000;
const at = (minute: number) => new Date(START + minute * MINUTE);

export function alarmCases({ cloudwatch }: Shop): Case[] {
  const describe = (input: object) => cloudwatch.send(new DescribeAlarmsCommand(input));
  const put = (input: object) =>
    cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'slow',
        Namespace: 'Shop',
        MetricName: 'Duration',
        Statistic: 'Average',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 1000,
        ComparisonOperator: 'GreaterThanThreshold',
        ...input,
      }),
    );
  const set = (input: object) =>
    cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'a drill', ...input }),
    );
  const invalid = ['ValidationException', 400] as const;
  return [
    { title: 'SetAlarmState', run: () => set({ StateReasonData: '{"who":"me"}' }), answers: {} },
    {
      title: 'DescribeAlarms',
      run: () => describe({ AlarmNames: ['errors', 'nobody'] }),
      answers: {
        MetricAlarms: [
          {
            AlarmName: 'errors',
            StateValue: 'ALARM',
            StateReason: 'a drill',
            StateReasonData: '{"who":"me"}',
            StateUpdatedTimestamp: anyDate,
            Threshold: 5,
            ActionsEnabled: true,
          },
        ],
        CompositeAlarms: [],
      },
    },
    {
      title: 'DescribeAlarms of more than a hundred',
      run: () => describe({ AlarmNames: Array.from({ length: 101 }, (_, i) => `a${i}`) }),
      fails: [...invalid, /at most 100/],
    },
    {
      title: 'DescribeAlarms by names and a prefix',
      run: () => describe({ AlarmNames: ['errors'], AlarmNamePrefix: 'e' }),
      fails: invalid,
    },
    {
      title: 'DescribeAlarms with a token that no answer gave',
      run: () => describe({ NextToken: 'x' }),
      fails: ['InvalidNextToken', 400],
    },
    {
      title: 'SetAlarmState with data that is not JSON',
      run: () => set({ StateReasonData: '{' }),
      fails: ['InvalidFormatFault', 400],
    },
    {
      title: 'SetAlarmState to a state that there is not',
      run: () => set({ StateValue: 'LOUD' }),
      fails: [...invalid, /StateValue/],
    },
    { title: 'SetAlarmState of nobody', run: () => set({ AlarmName: 'nobody' }), fails: ['ResourceNotFound', 404] },
    { title: 'PutMetricAlarm', run: () => put({}), answers: {} },
    {
      title: 'PutMetricAlarm made an alarm',
      run: () => describe({ AlarmNamePrefix: 'sl' }),
      answers: {
        MetricAlarms: [
          {
            AlarmName: 'slow',
            AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:slow`,
            StateValue: 'INSUFFICIENT_DATA',
            EvaluationPeriods: 2,
          },
        ],
      },
    },
    {
      title: 'PutMetricAlarm without a metric',
      run: () => put({ MetricName: undefined }),
      fails: [...invalid, /either Metrics, or MetricName/],
    },
    {
      title: 'PutMetricAlarm by percentile',
      run: () => put({ Statistic: undefined, ExtendedStatistic: 'p99' }),
      fails: [...invalid, /ExtendedStatistic/],
    },
  ];
}

/** @param Namespace of its own for each client, for what is put adds up */
export function metricCases({ cloudwatch }: Shop, Namespace = 'Shop'): Case[] {
  const put = (...MetricData: readonly MetricDatum[]) =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace, MetricData: [...MetricData] }));
  const Dimensions = [{ Name: 'Till', Value: '1' }];
  const Metric = { Namespace, MetricName: 'Orders', Dimensions };
  const orders = { MetricName: 'Orders', Dimensions };
  const get = (input: object) =>
    cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: at(0),
        EndTime: at(3),
        MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
        ...input,
      }),
    );
  const statistics = (input: object) =>
    cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...Metric,
        StartTime: at(0),
        EndTime: at(2),
        Period: 60,
        Statistics: ['Sum', 'Maximum'],
        ...input,
      }),
    );
  const invalidValue = ['InvalidParameterValueException', 400] as const;
  const invalidCombination = ['InvalidParameterCombinationException', 400] as const;
  return [
    {
      title: 'PutMetricData takes values, sets and counted values',
      run: () =>
        put(
          { ...orders, Value: 3, Timestamp: at(0) },
          { ...orders, StatisticValues: { SampleCount: 2, Sum: 7, Minimum: 3, Maximum: 4 }, Timestamp: at(1) },
          { ...orders, Values: [5, 1], Counts: [2, 1], Timestamp: at(2) },
        ),
      answers: {},
    },
    {
      title: 'GetMetricData answers them, the newest first',
      run: () => get({}),
      answers: {
        MetricDataResults: [
          { Id: 'm', Label: 'Orders', StatusCode: 'Complete', Timestamps: [at(2), at(1), at(0)], Values: [11, 7, 3] },
        ],
      },
    },
    {
      title: 'GetMetricStatistics answers the statistics asked for',
      run: () => statistics({}),
      answers: {
        Label: 'Orders',
        Datapoints: [
          { Timestamp: at(0), Sum: 3, Maximum: 3 },
          { Timestamp: at(1), Sum: 7, Maximum: 4 },
        ],
      },
    },
    {
      title: 'GetMetricStatistics from within a minute begins at the minute',
      run: () => statistics({ StartTime: new Date(at(0).getTime() + 31_500), Statistics: ['Sum'] }),
      answers: {
        Label: 'Orders',
        Datapoints: [
          { Timestamp: at(0), Sum: 3 },
          { Timestamp: at(1), Sum: 7 },
        ],
      },
    },
    {
      title: 'ListMetrics',
      run: () =>
        cloudwatch.send(new ListMetricsCommand({ Namespace, MetricName: 'Orders', Dimensions: [{ Name: 'Till' }] })),
      answers: { Metrics: [Metric] },
    },
    {
      title: 'ListMetrics with a token that no answer gave',
      run: () => cloudwatch.send(new ListMetricsCommand({ NextToken: 'bm9ib2R5' })),
      fails: ['InvalidNextToken', 400],
    },
    {
      title: 'PutMetricData of two kinds at once',
      run: () => put({ ...orders, Value: 1, Values: [1] }),
      fails: [
        ...invalidCombination,
        /^The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you/,
      ],
    },
    {
      title: 'PutMetricData of a set beside a value, after a good one',
      run: () =>
        put(
          { ...orders, Value: 1 },
          { ...orders, Value: 1, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 1, Maximum: 1 } },
        ),
      fails: [...invalidCombination, /MetricData.member.2.Value and MetricData.member.2.StatisticValues/],
    },
    {
      title: 'PutMetricData of nothing',
      run: () => put(orders),
      fails: [...invalidCombination, /^At least one of the parameters MetricData.member.1.Value, /],
    },
    {
      title: 'PutMetricData with fewer counts than values',
      run: () => put({ ...orders, Values: [1, 2], Counts: [1] }),
      fails: [
        ...invalidValue,
        /^The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.$/,
      ],
    },
    {
      title: 'PutMetricData of more than a thousand',
      run: () => put(...Array.from({ length: 1001 }, () => ({ ...orders, Value: 1 }))),
      fails: [...invalidValue, /1000/],
    },
    {
      title: 'PutMetricData with too many dimensions',
      run: () =>
        put({
          MetricName: 'm',
          Value: 1,
          Dimensions: Array.from({ length: 31 }, (_, i) => ({ Name: `d${i}`, Value: 'v' })),
        }),
      fails: [...invalidValue, /Dimensions/],
    },
    {
      title: 'PutMetricData beyond every number',
      run: () => put({ ...orders, Value: 2 ** 361 }),
      fails: [...invalidValue, /Value/],
    },
    {
      title: 'PutMetricData of long ago',
      run: () => put({ ...orders, Value: 1, Timestamp: at(-15 * 24 * 60) }),
      fails: [...invalidValue, /two weeks/],
    },
    {
      title: 'PutMetricData of tomorrow',
      run: () => put({ ...orders, Value: 1, Timestamp: at(24 * 60) }),
      fails: [...invalidValue, /two hours/],
    },
    {
      title: 'GetMetricData backwards',
      run: () => get({ EndTime: at(0) }),
      fails: ['ValidationException', 400, /StartTime must be less/],
    },
    {
      title: 'GetMetricData since the beginning',
      run: () => get({ StartTime: new Date(0) }),
      fails: ['ValidationException', 400, /at most 100800/],
    },
    {
      title: 'GetMetricData of more than 500 queries',
      run: () =>
        get({
          MetricDataQueries: Array.from({ length: 501 }, (_, i) => ({
            Id: `m${i}`,
            MetricStat: { Metric, Period: 60, Stat: 'Sum' },
          })),
        }),
      fails: ['ValidationException', 400, /at most 500/],
    },
    {
      title: 'GetMetricStatistics of too many points',
      run: () => statistics({ EndTime: at(1441) }),
      fails: [...invalidCombination, /limit of 1440/],
    },
    {
      title: 'GetMetricStatistics backwards',
      run: () => statistics({ EndTime: at(0) }),
      fails: [...invalidValue, /StartTime must be less/],
    },
    {
      title: 'GetMetricStatistics by part of a minute',
      run: () => statistics({ Period: 10 }),
      fails: ['ValidationException', 400, /high resolution/],
    },
  ];
}
