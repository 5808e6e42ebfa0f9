import { describe, expect, it } from 'vitest';
import { ALARM_KINDS } from '../../infra/constructs/alarm-kinds.ts';
import { synthesize } from './synthesized.ts';

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
  };
}

const synth = synthesize();
/** References stand in the body as their JSON, so that it can be read. */
const body = (): readonly Widget[] => {
  const { DashboardBody } = synth.properties('Canary/Dashboard/Dashboard');
  const [, parts] = (DashboardBody as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : JSON.stringify(part).replaceAll('"', "'")))
    .join('');
  return (JSON.parse(text) as { widgets: Widget[] }).widgets;
};
const widget = (title: string) => body().find(({ properties }) => properties.title === title)?.properties;
const inWords = (reference: object) => JSON.stringify(reference).replaceAll('"', "'");

describe('the dashboard', () => {
  it("shows the canary's weight as the handlers publish it", () => {
    expect(widget("Canary's weight in percent")?.metrics?.[0]?.slice(0, 4)).toEqual([
      'LatticeCanary',
      'CanaryWeight',
      'Service',
      'CanaryDeploymentLatticeStack',
    ]);
  });

  it.each([
    ['Requests a minute', 'TotalRequestCount', 'Sum'],
    ['Answers with status 5XX a minute', 'HTTPCode_5XX_Count', 'Sum'],
    ['Time of a request in ms, 99 % within', 'RequestTime', 'p99'],
  ])('shows %s of both target groups side by side', (title, metric, stat) => {
    const groups = ['CanaryTargetGroup', 'ProductionTargetGroup'].map((group) =>
      inWords(synth.att(`Canary/Lattice/${group}`, 'Id')),
    );
    expect(widget(title)?.metrics?.map((row) => row.slice(0, 4))).toEqual(
      groups.map((group) => ['AWS/VpcLattice', metric, 'TargetGroup', group]),
    );
    expect(widget(title)?.metrics?.[0]?.[4]).toMatchObject({ stat: stat === 'Sum' ? 'Sum' : 'p99', period: 60 });
  });

  it('shows every alarm of canary and production', () => {
    const alarms = ['Canary', 'Production'].flatMap((side) =>
      ALARM_KINDS.map(({ constructId }) => inWords(synth.arn(`Canary/${side}Alarms/${constructId}`))),
    );
    expect(body().find(({ type }) => type === 'alarm')?.properties.alarms).toEqual(alarms);
  });

  it('shows executions by outcome and the dead letters', () => {
    expect(widget('Executions by how they ended')?.metrics?.map(([, name]) => name)).toEqual([
      'ExecutionsStarted',
      'ExecutionsSucceeded',
      'ExecutionsFailed',
      'ExecutionsAborted',
      'ExecutionsTimedOut',
    ]);
    expect(widget('Requests for a rollback that nobody received')?.metrics?.[0]?.slice(0, 2)).toEqual([
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
    ]);
  });

  it('is linked from the outputs, and left out on demand', () => {
    expect(JSON.stringify(synth.template.Outputs['DashboardUrl']?.Value)).toContain('#dashboards/dashboard/');
    const without = synthesize({ canary: { dashboard: false } });
    expect(without.all('AWS::CloudWatch::Dashboard')).toEqual([]);
    expect(without.template.Outputs['DashboardUrl']).toBeUndefined();
  });
});
