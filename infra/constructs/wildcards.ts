import { type CfnElement, Stack, Validations } from 'aws-cdk-lib/core';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import type { Deployed, FunctionRow } from '../../statemachine/contract/function-row.ts';
import { functionsOf, ROWS } from '../../statemachine/contract/functions.ts';
import { asksForApproval } from '../../statemachine/contract/pauses.ts';
import { constructId, portsOf } from './handlers.ts';

/** A permission that cannot name what it is for. */
export interface Wildcard {
  /** The role, as a construct path below the `LatticeCanary`. */
  readonly role: string;
  readonly actions: readonly string[];
  /**
   * As cdk-nag writes it: references in angle brackets. MACHINE is the state machine, FUNCTION what is released,
   * LISTENER the ARN of a listener of others.
   */
  readonly resource: string;
  readonly reason: string;
}

/** Ports whose grant has one. */
const EVERY_VERSION = {
  actions: ['lambda:GetFunctionConfiguration'],
  resource: '<FUNCTION.Arn>:*',
  reason: 'Versions get their numbers when they are published; the ARN is held to those of this function',
};

type OfPort = Omit<Wildcard, 'role'>;
const OF_PORTS: Readonly<Partial<Record<FunctionRow['ports'][number], OfPort | readonly OfPort[]>>> = {
  alarms: {
    actions: ['cloudwatch:DescribeAlarms'],
    resource: '*',
    reason:
      'DescribeAlarms answers for composite alarms only when it is allowed on every alarm; it reads, and ' +
      'changes nothing',
  },
  minutes: {
    actions: ['cloudwatch:GetMetricData'],
    resource: '*',
    reason: 'GetMetricData knows no resources; it reads, and changes nothing',
  },
  meter: {
    actions: ['cloudwatch:PutMetricData'],
    resource: '*',
    reason: 'PutMetricData knows no resources; a condition holds it to the namespace LatticeCanary',
  },
  versions: EVERY_VERSION,
  versionsRead: EVERY_VERSION,
  concurrency: {
    ...EVERY_VERSION,
    actions: ['lambda:PutProvisionedConcurrencyConfig', 'lambda:GetProvisionedConcurrencyConfig'],
  },
  concurrencyRemoval: { ...EVERY_VERSION, actions: ['lambda:DeleteProvisionedConcurrencyConfig'] },
  versionInvoker: { ...EVERY_VERSION, actions: ['lambda:InvokeFunction'] },
  adoption: [
    {
      actions: ['vpc-lattice:ListRules'],
      resource: '*',
      reason: 'ListRules knows no resources; it reads, and changes nothing',
    },
    {
      actions: ['vpc-lattice:GetRule'],
      resource: 'LISTENER/rule/*',
      reason: 'Rules of others get their ids when they are made; the ARN is held to those of the listener',
    },
    {
      actions: ['vpc-lattice:GetTargetGroup', 'vpc-lattice:ListTargets'],
      resource: 'arn:<AWS::Partition>:vpc-lattice:<AWS::Region>:<AWS::AccountId>:targetgroup/*',
      reason: 'What a listener of others forwards to is known when it is looked at; it reads, and changes nothing',
    },
  ],
  executions: {
    actions: ['states:DescribeExecution'],
    resource: 'arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:<MACHINE.Name>:*',
    reason: 'Executions get their names when they start; the ARN is held to those of this machine',
  },
};

const ofHandlers = (deployed: Deployed): readonly Wildcard[] =>
  functionsOf(deployed).flatMap((name) =>
    [...portsOf(name, deployed), ...ROWS[name].ports.filter((port) => port === 'executions')].flatMap((port) => {
      const role = `Handlers/${constructId(name)}/Role`;
      return [OF_PORTS[port] ?? []].flat().map((wildcard) => ({ role, ...wildcard }));
    }),
  );

/**
 * Every wildcard of a `LatticeCanary`'s policies that allows something. AWS or CDK leaves no choice about any of them.
 */
export const wildcardsOf = (deployed: Deployed): readonly Wildcard[] => [
  ...ofHandlers(deployed),
  ...ofMachine('Rollout/Machine/Role'),
  ...(asksForApproval(deployed) ? ofMachine('Answers/Machine/Role') : []),
];

const ofMachine = (role: string): readonly Wildcard[] => [
  {
    role,
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resource: '*',
    reason: 'Step Functions sets up the delivery of its logs with calls that know no resources',
  },
  {
    role,
    actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resource: '*',
    reason: 'X-Ray knows no resources for writing traces',
  },
];

/** Tells cdk-nag the reason for each wildcard, on the role that has it and nowhere else. */
export function acknowledgeWildcards(
  canary: IConstruct,
  machine: StateMachine,
  fn: IFunction,
  deployed: Deployed,
  listenerArn: string,
): void {
  const listener = inBrackets(Stack.of(canary).resolve(listenerArn));
  const idOf = (construct: IConstruct) => Stack.of(canary).getLogicalId(construct.node.defaultChild as CfnElement);
  for (const { role, resource, reason } of wildcardsOf(deployed)) {
    const construct = role.split('/').reduce<IConstruct>((scope, id) => scope.node.findChild(id), canary);
    const named = resource
      .replace('MACHINE', idOf(machine))
      .replace('FUNCTION', idOf(fn))
      .replace('LISTENER', listener);
    Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${named}]`, reason });
  }
}

/** As cdk-nag writes what CloudFormation resolves: references in angle brackets. */
function inBrackets(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref: reference, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (typeof reference === 'string') return `<${reference}>`;
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  const [separator, parts] = (join ?? ['', []]) as readonly [string, readonly unknown[]];
  return parts.map(inBrackets).join(separator);
}
