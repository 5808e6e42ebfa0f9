import { ArnFormat, Lazy, Stack, Token } from 'aws-cdk-lib/core';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** DescribeAlarms takes 100 names in one call, and those that are created here are asked for in the same. */
const MOST = 20;
const ALARM_ARN = /^arn:[^:]+:cloudwatch:([^:]+):([^:]+):alarm:(.+)$/;

/**
 * Neither EventBridge's default bus nor DescribeAlarms sees beyond account and Region; what is not known yet may be the
 * same.
 */
const differs = (known: string, given: string) =>
  !Token.isUnresolved(known) && !Token.isUnresolved(given) && known !== given;

/** Alarms that others made, as EventBridge and CloudWatch call them. Some may come until the app is synthesized. */
export class ExtraAlarms {
  readonly arns: string[] = [];
  private readonly names: string[] = [];
  private readonly canary: Construct;

  /**
   * @throws Error for too many, for one named twice, for what is no alarm's ARN, and for another account's or Region's
   */
  constructor(canary: Construct, given: readonly (cloudwatch.IAlarm | string)[]) {
    this.canary = canary;
    if (given.length > MOST) this.refuse('extraAlarms', `${given.length} alarms`, TOO_MANY);
    const names = given.map((alarm, i) => this.nameOf(alarm, `extraAlarms[${i}]`));
    given.forEach((alarm, i) => this.take(arnOf(alarm), names[i] ?? '', 'extraAlarms'));
  }

  /**
   * One more, with the same rules.
   *
   * @param made alarms of the construct itself, which have their own parts to play
   * @returns its ARN
   * @throws Error as the constructor, and for one of those
   */
  add(alarm: cloudwatch.IAlarm | string, made: readonly cloudwatch.Alarm[]): string {
    const where = 'addAlarm';
    const [arn, name] = [arnOf(alarm), this.nameOf(alarm, where)];
    const own = made.find((each) => each.alarmArn === arn || literalNameOf(each) === name);
    if (own !== undefined) this.refuse(where, `${literalNameOf(own)}, which is made here`, 'an alarm of your own');
    if (this.arns.length === MOST) this.refuse(where, `one more than ${MOST} alarms`, TOO_MANY);
    this.take(arn, name, where);
    return arn;
  }

  /** These names and those of the extra alarms, also of those that are added later. */
  namesWith(others: readonly string[]): string[] {
    return Lazy.list({ produce: () => [...others, ...this.names] });
  }

  private take(arn: string, name: string, where: string): void {
    if (this.arns.includes(arn)) this.refuse(where, `${Token.isUnresolved(arn) ? name : arn} twice`, 'each alarm once');
    this.arns.push(arn);
    this.names.push(name);
  }

  private nameOf(alarm: cloudwatch.IAlarm | string, where: string): string {
    const arn = arnOf(alarm);
    if (Token.isUnresolved(arn) && typeof alarm !== 'string') {
      this.requireSamePlace(alarm.env.region, alarm.env.account, where);
      return alarm.alarmName;
    }
    if (Token.isUnresolved(arn))
      return (
        Stack.of(this.canary).splitArn(arn, ArnFormat.COLON_RESOURCE_NAME).resourceName ??
        this.refuse(where, 'an ARN without a name', 'the ARN of an alarm')
      );
    const [, region = '', account = '', name] = ALARM_ARN.exec(arn) ?? [];
    if (name === undefined) return this.refuse(where, JSON.stringify(arn), 'the ARN of an alarm');
    this.requireSamePlace(region, account, where);
    return name;
  }

  private requireSamePlace(region: string, account: string, where: string): void {
    const stack = Stack.of(this.canary);
    if (differs(stack.region, region))
      this.refuse(where, `an alarm in ${region}`, `one in the stack's Region ${stack.region}`);
    if (differs(stack.account, account))
      this.refuse(where, `an alarm of account ${account}`, `one of the stack's account ${stack.account}`);
  }

  private refuse(where: string, got: string, expected: string): never {
    throw new Error(`LatticeCanary ${this.canary.node.path}: ${where}: got ${got}; expected ${expected}`);
  }
}

const TOO_MANY = `at most ${MOST}: put them under a composite alarm`;
/** As it is in the template; the attribute of an alarm is a reference to it. */
const literalNameOf = ({ node }: cloudwatch.Alarm): string | undefined =>
  (node.defaultChild as cloudwatch.CfnAlarm).alarmName;
const arnOf = (alarm: cloudwatch.IAlarm | string): string => (typeof alarm === 'string' ? alarm : alarm.alarmArn);
