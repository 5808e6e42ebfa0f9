import { Duration } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { describe, expect, it } from 'vitest';
import type { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { ownStack } from './own-app.ts';

interface Row {
  readonly name: string;
  readonly of: (canary: LatticeCanary, options?: cloudwatch.MetricOptions) => cloudwatch.Metric;
  readonly metricName: string;
  readonly statistic: string;
  readonly dimensions: (canary: LatticeCanary) => object;
}

const row = (
  name: string,
  of: Row['of'],
  metricName: string,
  statistic: string,
  dimensions: Row['dimensions'],
): Row => ({ name, of, metricName, statistic, dimensions });

const ofSides = (['canary', 'production'] as const).flatMap((side) => {
  const group = ({ lattice }: LatticeCanary) => ({ TargetGroup: lattice[`${side}TargetGroup`].attrId });
  const alias = ({ fn }: LatticeCanary) => ({ FunctionName: fn.functionName, Resource: `${fn.functionName}:${side}` });
  return [
    row(`metricRequests of ${side}`, (on, more) => on.metricRequests(side, more), 'TotalRequestCount', 'Sum', group),
    row(`5XX of ${side}`, (on, more) => on.metricServerErrors(side, more), 'HTTPCode_5XX_Count', 'Sum', group),
    row(`metricRequestTime of ${side}`, (on, more) => on.metricRequestTime(side, more), 'RequestTime', 'p99', group),
    row(`metricErrors of ${side}`, (on, more) => on.metricErrors(side, more), 'Errors', 'Sum', alias),
  ];
});
const machine = ({ stateMachine }: LatticeCanary) => ({ StateMachineArn: stateMachine.stateMachineArn });
const METRICS = [
  ...ofSides,
  row(
    'metricWeight',
    (on, more) => on.metricWeight(more),
    'CanaryWeight',
    'Maximum',
    ({ serviceName }) => ({
      Service: serviceName,
    }),
  ),
  row('started', (on, more) => on.metricExecutionsStarted(more), 'ExecutionsStarted', 'Sum', machine),
  row('succeeded', (on, more) => on.metricExecutionsSucceeded(more), 'ExecutionsSucceeded', 'Sum', machine),
  row('failed', (on, more) => on.metricExecutionsFailed(more), 'ExecutionsFailed', 'Sum', machine),
  row('aborted', (on, more) => on.metricExecutionsAborted(more), 'ExecutionsAborted', 'Sum', machine),
  row('timed out', (on, more) => on.metricExecutionsTimedOut(more), 'ExecutionsTimedOut', 'Sum', machine),
];

it.each(METRICS)('$name is a metric of the service, minute by minute', ({ of, metricName, statistic, dimensions }) => {
  const { canary, stack } = ownStack();
  const metric = of(canary);
  expect([metric.metricName, metric.statistic, metric.period.toSeconds()]).toEqual([metricName, statistic, 60]);
  expect(stack.resolve(metric.dimensions)).toEqual(stack.resolve(dimensions(canary)));
});

describe('metrics', () => {
  it('may be taken otherwise', () => {
    const { canary } = ownStack();
    for (const { of } of METRICS) {
      const metric = of(canary, { statistic: 'Average', period: Duration.hours(1), label: 'mine' });
      expect([metric.statistic, metric.period.toSeconds(), metric.label]).toEqual(['Average', 3600, 'mine']);
    }
  });

  it('add nothing to the template', () => {
    const used = ownStack();
    METRICS.forEach(({ of }) => of(used.canary));
    expect(used.synthesize().template).toEqual(ownStack().synthesize().template);
  });
});
