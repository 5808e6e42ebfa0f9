import { ArnFormat, Stack, Token } from 'aws-cdk-lib/core';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** With the ten that are created here, still one call of DescribeAlarms. */
const MOST = 20;
const ALARM_ARN = /^arn:[^:]+:cloudwatch:([^:]+):([^:]+):alarm:(.+)$/;

/** Alarms that somebody else made, as EventBridge and CloudWatch call them. */
export interface ExtraAlarms {
  readonly arns: readonly string[];
  readonly names: readonly string[];
}

/**
 * Neither EventBridge's default bus nor DescribeAlarms sees beyond account and Region; what is not known yet may be the
 * same.
 */
const differs = (known: string, given: string) => !Token.isUnresolved(known) && known !== given;

/**
 * @throws Error for too many, for one named twice, for what is no alarm's ARN, and for another account's or Region's
 */
export function extraAlarms(canary: Construct, given: readonly (cloudwatch.IAlarm | string)[]): ExtraAlarms {
  const refuse = (where: string, got: string, expected: string): never => {
    throw new Error(`LatticeCanary ${canary.node.path}: ${where}: got ${got}; expected ${expected}`);
  };
  if (given.length > MOST)
    refuse('extraAlarms', `${given.length} alarms`, `at most ${MOST}: put them under a composite alarm`);
  const arns = given.map((alarm) => (typeof alarm === 'string' ? alarm : alarm.alarmArn));
  const names = given.map((alarm, i) =>
    typeof alarm === 'string' ? nameIn(alarm, `extraAlarms[${i}]`) : alarm.alarmName,
  );
  const twice = arns.find((arn, i) => arns.indexOf(arn) < i);
  if (twice !== undefined)
    refuse(
      'extraAlarms',
      `${String(Token.isUnresolved(twice) ? names[arns.indexOf(twice)] : twice)} twice`,
      'each alarm once',
    );
  return { arns, names };

  function nameIn(arn: string, where: string): string {
    const stack = Stack.of(canary);
    if (Token.isUnresolved(arn))
      return (
        stack.splitArn(arn, ArnFormat.COLON_RESOURCE_NAME).resourceName ??
        refuse(where, 'an ARN without a name', 'the ARN of an alarm')
      );
    const [, region = '', account = '', name] = ALARM_ARN.exec(arn) ?? [];
    if (name === undefined) return refuse(where, JSON.stringify(arn), 'the ARN of an alarm');
    if (differs(stack.region, region))
      refuse(where, `an alarm in ${region}`, `one in the stack's Region ${stack.region}`);
    if (differs(stack.account, account))
      refuse(where, `an alarm of account ${account}`, `one of the stack's account ${stack.account}`);
    return name;
  }
}
