import { Duration, Stack } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { WEIGHT_METRIC } from '../../statemachine/contract/names.ts';
import type { Aliases } from './aliases.ts';
import type { Lattice } from './lattice.ts';

export interface ReleaseDashboardProps {
  /** Literal; dimension of the weight metric. */
  readonly serviceName: string;
  readonly aliases: Aliases;
  readonly lattice: Lattice;
  readonly machine: sfn.StateMachine;
  readonly alarms: readonly cloudwatch.IAlarm[];
  readonly undelivered: IQueue;
}

const MINUTE = Duration.minutes(1);
/** Of 24 columns. */
const THIRD = 8;

/** One look at a release: the weight, what both versions answer side by side, the alarms, and how executions end. */
export class ReleaseDashboard extends Construct {
  /** Where people open it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ReleaseDashboardProps) {
    super(scope, id);
    const dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { defaultInterval: Duration.hours(3) });
    dashboard.addWidgets(
      graph("Canary's weight in percent", 2 * THIRD, [weight(props.serviceName)], { min: 0, max: 100 }),
      new cloudwatch.AlarmStatusWidget({ title: 'Alarms', width: THIRD, height: 6, alarms: [...props.alarms] }),
    );
    dashboard.addWidgets(
      graph('Requests a minute', THIRD, ofBoth(props.lattice, 'TotalRequestCount', 'Sum')),
      graph('Answers with status 5XX a minute', THIRD, ofBoth(props.lattice, 'HTTPCode_5XX_Count', 'Sum')),
      graph('Time of a request in ms, 99 % within', THIRD, ofBoth(props.lattice, 'RequestTime', 'p99')),
    );
    dashboard.addWidgets(
      graph('Exceptions and time-outs of the function', THIRD, [
        errors(props.aliases.canary, 'canary'),
        errors(props.aliases.production, 'production'),
      ]),
      graph('Executions by how they ended', THIRD, executions(props.machine)),
      graph('Requests for a rollback that nobody received', THIRD, [
        props.undelivered.metricApproximateNumberOfMessagesVisible({
          statistic: 'Maximum',
          period: MINUTE,
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

const weight = (serviceName: string): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: WEIGHT_METRIC.namespace,
    metricName: WEIGHT_METRIC.name,
    dimensionsMap: { [WEIGHT_METRIC.dimension]: serviceName },
    statistic: 'Maximum',
    period: MINUTE,
    label: 'canary',
  });

/** Canary and production of one VPC Lattice metric, in the same colours everywhere. */
function ofBoth(
  { canaryTargetGroup, productionTargetGroup }: Lattice,
  metricName: string,
  statistic: string,
): cloudwatch.Metric[] {
  const of = (targetGroup: string, label: string, color: string) =>
    new cloudwatch.Metric({
      namespace: 'AWS/VpcLattice',
      metricName,
      dimensionsMap: { TargetGroup: targetGroup },
      statistic,
      period: MINUTE,
      label,
      color,
    });
  return [
    of(canaryTargetGroup.attrId, 'canary', cloudwatch.Color.ORANGE),
    of(productionTargetGroup.attrId, 'production', cloudwatch.Color.BLUE),
  ];
}

const errors = (alias: lambda.Alias, label: string): cloudwatch.Metric =>
  alias.metricErrors({ statistic: 'Sum', period: MINUTE, label });

function executions(machine: sfn.StateMachine): cloudwatch.Metric[] {
  const of = { statistic: 'Sum', period: MINUTE };
  return [
    machine.metricStarted({ ...of, label: 'started' }),
    machine.metricSucceeded({ ...of, label: 'succeeded' }),
    machine.metricFailed({ ...of, label: 'failed' }),
    machine.metricAborted({ ...of, label: 'aborted' }),
    machine.metricTimedOut({ ...of, label: 'timed out' }),
  ];
}
