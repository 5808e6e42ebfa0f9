import type { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { describe, expect, it } from 'vitest';
import type { LatticeCanary } from '../../infra/constructs/lattice-canary.ts';
import { ALARM_KINDS } from '../../infra/constructs/alarm-kinds.ts';
import { ownStack } from './own-app.ts';
import type { Synthesized } from './synthesized.ts';

const arn = (name: string, region = 'eu-west-1', account = '111122223333') =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
const arns = (count: number) => Array.from({ length: count }, (_, i) => arn(`orders-${i}`));
const few = (stack: Stack) =>
  new cloudwatch.Alarm(stack, 'FewOrders', {
    metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders' }),
    threshold: 1,
    evaluationPeriods: 1,
  });

/** A template, with the statements of each policy in one order: rules join the queue's policy as they are made. */
const inOrder = ({ template }: Synthesized): unknown =>
  JSON.parse(JSON.stringify(template), (key, value: unknown) =>
    key === 'Statement' && Array.isArray(value) ? value.map((each) => JSON.stringify(each)).toSorted() : value,
  );

describe('an alarm that is added', () => {
  it.each([0, 4, 5, 7])('after %i others makes the template that it makes as an extra alarm', (others) => {
    const [first = '', ...rest] = [...arns(others), arn('too few orders')].toReversed();
    const added = ownStack({ extraAlarms: rest.toReversed() });
    added.canary.addAlarm(first);
    const given = ownStack({ extraAlarms: [...arns(others), arn('too few orders')] });
    expect(inOrder(added.synthesize())).toEqual(inOrder(given.synthesize()));
  });

  it('may be a construct', () => {
    const added = ownStack();
    added.canary.addAlarm(few(added.stack));
    const given = ownStack((stack) => ({ extraAlarms: [few(stack)] }));
    expect(inOrder(added.synthesize())).toEqual(inOrder(given.synthesize()));
  });

  it('is looked at in every check beside those that are made here', () => {
    const { canary, synthesize } = ownStack();
    canary.addAlarm(arn('too few orders'));
    const definition = JSON.stringify(synthesize().properties('Canary/Rollout/Machine')['DefinitionString']);
    const times = (text: string) => definition.split(text).length - 1;
    const [{ name }] = ALARM_KINDS;
    expect(times('too few orders')).toBe(times(`canary-${name}-`) + times(`production-${name}-`));
  });

  const place = { env: { region: 'eu-west-1', account: '111122223333' } };
  it.each<[what: string, alarms: readonly string[], message: string]>([
    ['a name', ['orders'], 'addAlarm: got "orders"; expected the ARN of an alarm'],
    [
      "another Region's",
      [arn('b', 'us-east-1')],
      "an alarm in us-east-1; expected one in the stack's Region eu-west-1",
    ],
    ["another account's", [arn('b', 'eu-west-1', '444455556666')], 'addAlarm: got an alarm of account 444455556666'],
    ['one that is there already', [arn('first')], `addAlarm: got ${arn('first')} twice; expected each alarm once`],
    [
      'more than 20',
      arns(20),
      'addAlarm: got one more than 20 alarms; expected at most 20: put them under a composite',
    ],
    [
      'one that is made here, by its ARN',
      [arn('rollback-undelivered-Shop.Canary')],
      'addAlarm: got rollback-undelivered-Shop.Canary, which is made here; expected an alarm of your own',
    ],
  ])('rejects %s', (_what, alarms, message) => {
    const { canary } = ownStack({ extraAlarms: [arn('first')] }, place);
    expect(() => alarms.forEach((alarm) => canary.addAlarm(alarm))).toThrow(message);
  });

  it.each<[which: string, alarm: (canary: LatticeCanary) => cloudwatch.Alarm]>([
    ['the canary', ({ alarms }) => alarms.canary['lattice-5xx']],
    ['production', ({ alarms }) => alarms.production['lattice-5xx']],
    ['undelivered requests', ({ alarms }) => alarms.rollbackUndelivered],
    ['the watchdog', ({ alarms }) => alarms.watchdogErrors],
  ])('rejects the one on %s, which is made here', (_which, alarm) => {
    const { canary } = ownStack();
    expect(() => canary.addAlarm(alarm(canary))).toThrow(/addAlarm: got [\w.-]+-Shop\.Canary, which is made here/);
  });
});

describe('the alarms that are made here', () => {
  it('are all at hand, by side and kind', () => {
    const { canary, stack, synthesize } = ownStack();
    const { canary: ofCanary, production, ...others } = canary.alarms;
    const kinds = ALARM_KINDS.map(({ name }) => name);
    expect([Object.keys(ofCanary), Object.keys(production)]).toEqual([kinds, kinds]);
    const all = [...Object.values(ofCanary), ...Object.values(production), ...Object.values(others)];
    const synth = synthesize();
    const names = all.map((alarm) => (stack.resolve(alarm.alarmName) as { Ref: string }).Ref);
    const made = Object.entries(synth.template.Resources).filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm');
    expect(names.toSorted()).toEqual(made.map(([id]) => id).toSorted());
    for (const { name } of ALARM_KINDS) {
      expect(stack.resolve(ofCanary[name].alarmName)).toEqual(synth.ref(ofCanary[name].node.path.replace('Shop/', '')));
      expect(ofCanary[name].node.path).toContain('CanaryAlarms');
      expect(production[name].node.path).toContain('ProductionAlarms');
    }
  });
});
