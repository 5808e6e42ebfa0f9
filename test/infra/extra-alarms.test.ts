import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import type { LatticeCanaryProps } from '../../infra/constructs/lattice-canary.ts';
import { ownStack } from './own-app.ts';
import { synthesize, type Synthesized } from './synthesized.ts';

const arn = (name: string, region = 'eu-west-1', account = '111122223333') =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
const ruleResources = (synth: Synthesized, rule: string) =>
  (synth.properties(`Canary/Rules/${rule}`)['EventPattern'] as { readonly resources: readonly unknown[] }).resources;
const definition = (synth: Synthesized) =>
  JSON.stringify(synth.properties('Canary/Rollout/Machine')['DefinitionString']);

function ownAlarm(stack: Stack): cloudwatch.Alarm {
  const metric = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders' });
  return new cloudwatch.Alarm(stack, 'FewOrders', {
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
  });
}

describe('extra alarms', () => {
  const synth = synthesize({ canary: { extraAlarmArns: [arn('orders: few'), arn('payments')] } });

  it('roll back when they go to ALARM, as the canary alarms do', () => {
    expect(ruleResources(synth, 'ExtraAlarm1')).toEqual([arn('orders: few'), arn('payments')]);
    const [extra, canary] = ['ExtraAlarm1', 'CanaryAlarm'].map((rule) => {
      const { EventPattern, Targets } = synth.properties(`Canary/Rules/${rule}`) as {
        EventPattern: { detail: unknown };
        Targets: readonly [{ Arn: unknown; InputTransformer: unknown }];
      };
      return { detail: EventPattern.detail, machine: Targets[0].Arn, input: Targets[0].InputTransformer };
    });
    expect(extra).toEqual(canary);
  });

  it('are looked at in every check, of canary and production, by name', () => {
    const text = definition(synth);
    const checks = (name: string) => text.split(name).length - 1;
    // Wherever a list of canary or of production alarms is passed on, it is in it.
    expect(checks('orders: few')).toBe(checks('canary-lambda-errors-') + checks('production-lambda-errors-'));
    expect(checks('payments')).toBe(checks('orders: few'));
  });

  it('leave the rule for canary alarms as it is', () => {
    expect(ruleResources(synth, 'CanaryAlarm')).toEqual(ruleResources(synthesize(), 'CanaryAlarm'));
  });

  it('are spread over rules of five, because a pattern holds 2,048 characters', () => {
    const longest = Array.from({ length: 12 }, (_, i) => arn(`${'x'.repeat(252)}${100 + i}`));
    const many = synthesize({ canary: { extraAlarmArns: longest } });
    expect(['ExtraAlarm1', 'ExtraAlarm2', 'ExtraAlarm3'].map((rule) => ruleResources(many, rule).length)).toEqual([
      5, 5, 2,
    ]);
    expect(JSON.stringify(many.properties('Canary/Rules/ExtraAlarm1')['EventPattern']).length).toBeLessThan(2048);
  });

  it('may be constructs', () => {
    const own = ownStack((stack) => ({ extraAlarms: [ownAlarm(stack)] })).synthesize();
    expect(ruleResources(own, 'ExtraAlarm1')).toEqual([own.arn('FewOrders')]);
    expect(definition(own)).toContain(JSON.stringify(own.ref('FewOrders')));
  });

  it('are none unless told', () => {
    expect(
      synthesize()
        .all('AWS::Events::Rule')
        .filter(({ Properties }) => String(Properties['Description']).startsWith('An extra alarm')),
    ).toEqual([]);
  });

  const place = { env: { region: 'eu-west-1', account: '111122223333' } };
  it.each<[what: string, extraAlarms: readonly string[], message: string]>([
    ['a name', ['orders'], 'extraAlarms[0]: got "orders"; expected the ARN of an alarm'],
    [
      "another Region's",
      [arn('a'), arn('b', 'us-east-1')],
      "extraAlarms[1]: got an alarm in us-east-1; expected one in the stack's Region eu-west-1",
    ],
    [
      "another account's",
      [arn('a', 'eu-west-1', '444455556666')],
      "extraAlarms[0]: got an alarm of account 444455556666; expected one of the stack's account 111122223333",
    ],
    ['one named twice', [arn('a'), arn('b'), arn('a')], `extraAlarms: got ${arn('a')} twice; expected each alarm once`],
    [
      'more than 20',
      Array.from({ length: 21 }, (_, i) => arn(`a${i}`)),
      'extraAlarms: got 21 alarms; expected at most 20: put them under a composite alarm',
    ],
  ])('rejects %s', (_what, extraAlarms, message) => {
    const props: Partial<LatticeCanaryProps> = { extraAlarms };
    expect(() => ownStack(props, place)).toThrow(message);
  });

  it.each<[what: string, region: string, account: string, message: string]>([
    ["another Region's", 'us-east-1', '111122223333', "got an alarm in us-east-1; expected one in the stack's Region"],
    ["another account's", 'eu-west-1', '444455556666', 'got an alarm of account 444455556666; expected one of the'],
  ])('rejects %s as a construct too', (_what, region, account, message) => {
    const extraAlarms = (stack: Stack) => [cloudwatch.Alarm.fromAlarmArn(stack, 'Theirs', arn('a', region, account))];
    expect(() => ownStack((stack) => ({ extraAlarms: extraAlarms(stack) }), place)).toThrow(
      `extraAlarms[0]: ${message}`,
    );
  });

  it('in an app without account and Region may be of any', () => {
    expect(() => ownStack({ extraAlarms: [arn('a', 'us-east-1')] })).not.toThrow();
  });
});
