import { describe, expect, it } from 'vitest';
import { ownStack } from './own-app.ts';
import type { Synthesized } from './synthesized.ts';

const logged = () => ownStack({ answersFrom: 'access-logs' }).synthesize();
const idsOf = ({ template }: Synthesized, type: string) =>
  Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));
const only = (synth: Synthesized, type: string) => {
  const [id, ...more] = idsOf(synth, type);
  expect(more).toEqual([]);
  return id ?? '';
};
const textOf = (synth: Synthesized, path: string) => JSON.stringify(synth.properties(path));

const transformed = (MetricName: string) => [
  {
    MetricNamespace: 'LatticeCanary/AccessLogs',
    MetricName,
    MetricValue: '1',
    Dimensions: [{ Key: 'TargetGroupArn', Value: '$.targetGroupArn' }],
  },
];

const arnOf = (synth: Synthesized, side: string) => {
  const id = idsOf(synth, 'AWS::VpcLattice::TargetGroup').find((each) => each.includes(`${side}TargetGroup`));
  return { 'Fn::GetAtt': [id, 'Arn'] };
};

describe("a service with answersFrom: 'access-logs'", () => {
  it('logs the requests of the service, of itself only, to a group of its own that forgets after a week', () => {
    const synth = logged();
    const service = only(synth, 'AWS::VpcLattice::Service');
    const [logs] = idsOf(synth, 'AWS::Logs::LogGroup').filter((id) => id.includes('AccessLogs'));
    expect(synth.properties('Canary/AccessLogs/Subscription')).toEqual({
      ResourceIdentifier: { 'Fn::GetAtt': [service, 'Arn'] },
      DestinationArn: { 'Fn::GetAtt': [logs, 'Arn'] },
    });
    expect(synth.properties('Canary/AccessLogs/Logs')).toMatchObject({
      LogGroupName: expect.stringMatching(/^\/aws\/vendedlogs\/vpc-lattice\/\S+$/) as string,
      RetentionInDays: 7,
    });
  });

  it('counts requests and answers with 5XX by target group, without a default value', () => {
    const synth = logged();
    const counts = (path: string) => {
      const { FilterPattern, MetricTransformations } = synth.properties(`Canary/AccessLogs/${path}`);
      return [FilterPattern, MetricTransformations];
    };
    expect(counts('Requests')).toEqual(['{ $.targetGroupArn = "arn:*" }', transformed('Requests')]);
    expect(counts('ServerErrors')).toEqual([
      '{ ($.targetGroupArn = "arn:*") && ($.responseCode >= 500) }',
      transformed('ServerErrors'),
    ]);
  });

  it('has its filters before the first line, for they count nothing that was logged before', () => {
    const synth = logged();
    const { DependsOn } = synth.template.Resources[only(synth, 'AWS::VpcLattice::AccessLogSubscription')] ?? {};
    expect(DependsOn).toEqual(idsOf(synth, 'AWS::Logs::MetricFilter').sort());
  });

  it.each(['Canary', 'Production'])('has alarms on %s that look there, and long enough back', (side) => {
    const synth = logged();
    const queriesOf = (kind: string) => {
      const { Metrics } = synth.properties(`Canary/${side}Alarms/${kind}`) as {
        Metrics: { MetricStat?: { Metric: { Namespace: string; MetricName: string }; Period: number } }[];
      };
      return Metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat] : []));
    };
    const there = (MetricName: string, Period: number) => ({
      Metric: {
        Namespace: 'LatticeCanary/AccessLogs',
        MetricName,
        Dimensions: [{ Name: 'TargetGroupArn', Value: arnOf(synth, side) }],
      },
      Period,
      Stat: 'Sum',
    });
    expect(queriesOf('LatticeServerErrors')).toEqual([there('ServerErrors', 600), there('Requests', 600)]);
    expect(queriesOf('LatticeErrorRate')).toEqual([there('ServerErrors', 240), there('Requests', 240)]);
    expect(textOf(synth, `Canary/${side}Alarms/LatticeErrorRate`)).toContain('in 4 minutes of 100 requests or more');
  });

  it('tells every check and the claim, and the functions that count by what names target groups go there', () => {
    const synth = logged();
    const machine = textOf(synth, 'Canary/Rollout/Machine');
    const told = machine.split(String.raw`\"answersFrom\":\"access-logs\"`).length - 1;
    const asks = (what: string) => machine.split(String.raw`\"${what}\":`).length - 1;
    expect(told).toBe(asks('subject') + asks('alarmWindowSeconds'));
    for (const name of ['Claim', 'Check'])
      expect(synth.properties(`Canary/Handlers/${name}/Function`)['Environment']).toMatchObject({
        Variables: {
          CANARY_TARGET_GROUP_ARN: arnOf(synth, 'Canary'),
          PRODUCTION_TARGET_GROUP_ARN: arnOf(synth, 'Production'),
        },
      });
  });

  it('shows what is counted there, and no times, which nobody counts', () => {
    const { canary, synthesize } = ownStack({ answersFrom: 'access-logs' });
    expect(canary.metricServerErrors('canary')).toMatchObject({ namespace: 'LatticeCanary/AccessLogs' });
    expect(canary.accessLogs?.logGroupName).toBeDefined();
    const dashboard = textOf(synthesize(), 'Canary/Dashboard/Dashboard');
    expect(dashboard).toContain('LatticeCanary/AccessLogs');
    expect(dashboard).not.toContain('AWS/VpcLattice');
  });

  it('rejects bakes that are over before an answer can be counted', () => {
    const steps = [
      { weight: 50, bakeSeconds: 240 },
      { weight: 100, bakeSeconds: 300 },
    ];
    const told = (extendSeconds: number) => () =>
      ownStack({ answersFrom: 'access-logs', plan: { steps, extendSeconds } });
    expect(told(59)).toThrow(
      'props.plan.steps[0].bakeSeconds: got 240; with answersFrom "access-logs" answers are counted up to 300 s ' +
        'late: expected at least that of bakeSeconds and plan.extendSeconds (59) together',
    );
    expect(told(59)).not.toThrow('steps[1]');
    expect(told(60)).not.toThrow();
    expect(() => ownStack({ plan: { steps, extendSeconds: 0 } })).not.toThrow();
  });
});

it('a service that counts anywhere else has no log, filter or variable more', () => {
  const { canary, synthesize } = ownStack();
  const { template } = synthesize();
  expect(canary.accessLogs).toBeUndefined();
  expect(JSON.stringify(template)).not.toMatch(/AccessLog|MetricFilter|TARGET_GROUP_ARN/);
});
