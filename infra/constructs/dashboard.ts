import { Duration, Stack } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { AnswersFrom } from '../../statemachine/contract/answer-metrics.ts';
import type { Side } from './alarm-kind.ts';
import type { LatticeCanaryBase } from './lattice-canary-base.ts';
import { untagged } from './untagged.ts';

export interface ReleaseDashboardProps {
  readonly canary: LatticeCanaryBase;
  readonly alarms: readonly cloudwatch.IAlarm[];
  /** What nobody counts has no graph: with access logs times of requests, with `none` all that VPC Lattice would. */
  readonly answersFrom: AnswersFrom;
}

/** Of 24 columns. */
const THIRD = 8;

/** One look at a release: the weight, what both versions answer side by side, the alarms, and how executions end. */
export class ReleaseDashboard extends Construct {
  /** Where people open it. */
  readonly url: string;

  constructor(scope: Construct, id: string, { canary, alarms, answersFrom }: ReleaseDashboardProps) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) });
    // Not every Region takes tags on dashboards, and a dashboard costs what it costs without them.
    untagged(dashboard.node.defaultChild as cloudwatch.CfnDashboard);
    dashboard.addWidgets(
      graph("Canary's weight in percent", 2 * THIRD, [canary.metricWeight({ label: 'canary' })], { min: 0, max: 100 }),
      new cloudwatch.AlarmStatusWidget({ title: 'Alarms', width: THIRD, height: 6, alarms: [...alarms] }),
    );
    if (answersFrom !== 'none')
      dashboard.addWidgets(
        graph('Requests a minute', THIRD, ofBoth(canary.metricRequests.bind(canary))),
        graph('Answers with status 5XX a minute', THIRD, ofBoth(canary.metricServerErrors.bind(canary))),
        ...(answersFrom === 'target-group-metrics'
          ? [graph('Time of a request in ms, 99 % within', THIRD, ofBoth(canary.metricRequestTime.bind(canary)))]
          : []),
      );
    dashboard.addWidgets(
      graph('Exceptions and time-outs of the function', THIRD, [
        canary.metricErrors('canary', { label: 'canary' }),
        canary.metricErrors('production', { label: 'production' }),
      ]),
      graph('Executions by how they ended', THIRD, [
        canary.metricExecutionsStarted({ label: 'started' }),
        canary.metricExecutionsSucceeded({ label: 'succeeded' }),
        canary.metricExecutionsFailed({ label: 'failed' }),
        canary.metricExecutionsAborted({ label: 'aborted' }),
        canary.metricExecutionsTimedOut({ label: 'timed out' }),
      ]),
      graph('Requests for a rollback that nobody received', THIRD, [
        canary.undelivered.metricApproximateNumberOfMessagesVisible({
          statistic: 'Maximum',
          period: Duration.minutes(1),
          label: 'in the dead-letter queue',
        }),
      ]),
    );
    const { region } = Stack.of(this);
    this.url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}

function graph(
  title: string,
  width: number,
  left: cloudwatch.IMetric[],
  leftYAxis: cloudwatch.YAxisProps = { min: 0 },
): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, width, height: 6, left, leftYAxis: { ...leftYAxis, showUnits: false } });
}

/** Canary and production of one metric, in the same colours everywhere. */
const ofBoth = (metric: (side: Side, options: cloudwatch.MetricOptions) => cloudwatch.Metric): cloudwatch.Metric[] => [
  metric('canary', { label: 'canary', color: cloudwatch.Color.ORANGE }),
  metric('production', { label: 'production', color: cloudwatch.Color.BLUE }),
];
