import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { type AnswersFrom, answerSource } from '../../statemachine/contract/answer-metrics.ts';
import type { PortName } from '../../statemachine/contract/function-row.ts';
import { Env, RELEASE_EVENTS, WEIGHT_METRIC } from '../../statemachine/contract/names.ts';
import type { Aliases } from './aliases.ts';
import type { Grant, Permission } from './grant.ts';
import type { Lattice } from './lattice.ts';
import { publishThrough } from './topic-key.ts';

/** What the handlers act on. */
export interface HandlerTargets {
  /** Literal; key of the rollout record and value of the metric dimension. */
  readonly serviceName: string;
  readonly fn: IFunction;
  readonly aliases: Aliases;
  /** What their names begin with; absent where that is nothing. */
  readonly aliasPrefix?: string | undefined;
  readonly lattice: Lattice;
  /** How many environments a version gets; nobody knows of any where it is absent. */
  readonly provisionedConcurrency: number | undefined;
  /** Where answers are counted. */
  readonly answersFrom: AnswersFrom;
  /** ARNs of the functions that the plan asks; none where it asks none. */
  readonly hooks: readonly string[];
  /** Environment that tells the preview's target group, where the listener is one of others. */
  readonly previewGroup: Grant['environment'];
  readonly table: Table;
  readonly releaseEvents: ITopic;
  /** Encrypts the release events. @default - nothing does */
  readonly encryptionKey?: IKey | undefined;
}

const defaultBus = (scope: IConstruct): string =>
  Stack.of(scope).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });

const grant = (
  environment: Grant['environment'],
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Permission['conditions'],
): Grant => ({
  environment,
  permissions: [{ actions, resources, ...(conditions === undefined ? {} : { conditions }) }],
});

/** One grant per way of using a port; each port says what it calls. */
export function portGrants(targets: HandlerTargets): Readonly<Record<PortName, Grant>> {
  const { fn, aliases, lattice, table, releaseEvents } = targets;
  const service = { [Env.service]: targets.serviceName };
  const { aliasPrefix } = targets;
  const functionName = {
    [Env.functionName]: fn.functionName,
    ...(aliasPrefix !== undefined && { [Env.aliasPrefix]: aliasPrefix }),
  };
  const listener = {
    [Env.latticeServiceId]: lattice.serviceId,
    [Env.listenerId]: lattice.listenerId,
    [Env.productionTargetGroupId]: lattice.productionTargetGroup.attrId,
    [Env.canaryTargetGroupId]: lattice.canaryTargetGroup.attrId,
  };
  const onTable = { ...service, [Env.tableName]: table.tableName };
  // Lambda authorizes the actions on aliases on the function, and looks at a version by that version's own ARN.
  const onFunction = (...actions: readonly string[]): Permission => ({ actions, resources: [fn.functionArn] });
  const onVersions = (...actions: readonly string[]): Permission => ({
    actions,
    resources: [`${fn.functionArn}:*`],
  });
  const versions: Permission = {
    actions: ['lambda:GetFunctionConfiguration'],
    resources: [fn.functionArn, `${fn.functionArn}:*`],
  };
  return {
    records: grant(onTable, ['dynamodb:GetItem', 'dynamodb:PutItem'], [table.tableArn]),
    history: grant(onTable, ['dynamodb:Query'], [table.tableArn]),
    listenerRead: grant(listener, ['vpc-lattice:GetListener'], [lattice.listenerArn]),
    listener: grant(listener, ['vpc-lattice:GetListener', 'vpc-lattice:UpdateListener'], [lattice.listenerArn]),
    aliasesRead: { environment: functionName, permissions: [onFunction('lambda:GetAlias')] },
    versionsRead: { environment: functionName, permissions: [onFunction('lambda:GetAlias'), versions] },
    versions: {
      environment: functionName,
      permissions: [onFunction('lambda:GetAlias', 'lambda:UpdateAlias'), versions],
    },
    invoker: grant(
      functionName,
      ['lambda:InvokeFunction'],
      [aliases.canary.functionArn, aliases.production.functionArn, aliases.previous.functionArn],
    ),
    versionInvoker: grant(functionName, ['lambda:InvokeFunction'], [`${fn.functionArn}:*`]),
    hooks: grant({}, ['lambda:InvokeFunction'], targets.hooks),
    alarms: grant({}, ['cloudwatch:DescribeAlarms'], ['*']),
    minutes: grant({ ...functionName, ...logged(targets) }, ['cloudwatch:GetMetricData'], ['*']),
    announcer: {
      environment: { ...service, [Env.releaseEventsTopicArn]: releaseEvents.topicArn },
      permissions: [
        { actions: ['sns:Publish'], resources: [releaseEvents.topicArn] },
        ...publishThrough(targets.encryptionKey),
        {
          actions: ['events:PutEvents'],
          resources: [defaultBus(releaseEvents)],
          conditions: { StringEquals: { 'events:source': RELEASE_EVENTS.source } },
        },
      ],
    },
    // Its name by the alias itself, so that the alias is there when a function first looks for it.
    preview: {
      environment: { ...functionName, ...(aliases.preview && { [Env.previewAlias]: aliases.preview.aliasName }) },
      permissions: [onFunction('lambda:GetAlias', 'lambda:UpdateAlias')],
    },
    concurrency: {
      environment: { ...functionName, ...provisioned(targets) },
      permissions: [onVersions('lambda:PutProvisionedConcurrencyConfig', 'lambda:GetProvisionedConcurrencyConfig')],
    },
    concurrencyRemoval: {
      environment: { ...functionName, ...provisioned(targets) },
      permissions: [onFunction('lambda:GetAlias'), onVersions('lambda:DeleteProvisionedConcurrencyConfig')],
    },
    // What a listener of others takes besides: its calls are those of `listener`.
    existing: { environment: { ...listener, [Env.existingListener]: 'yes' }, permissions: [] },
    adoption: {
      environment: { ...listener, ...functionName, ...targets.previewGroup },
      permissions: [
        { actions: ['vpc-lattice:ListRules'], resources: ['*'] },
        { actions: ['vpc-lattice:GetRule'], resources: [`${lattice.listenerArn}/rule/*`] },
        {
          actions: ['vpc-lattice:GetTargetGroup', 'vpc-lattice:ListTargets'],
          resources: [Stack.of(fn).formatArn({ service: 'vpc-lattice', resource: 'targetgroup', resourceName: '*' })],
        },
      ],
    },
    meter: grant(service, ['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': WEIGHT_METRIC.namespace },
    }),
  };
}

function provisioned({ provisionedConcurrency }: HandlerTargets): Grant['environment'] {
  return provisionedConcurrency === undefined ? {} : { [Env.provisionedConcurrency]: String(provisionedConcurrency) };
}

/** Access logs name target groups by their ARNs; whoever is not told them looks at VPC Lattice's own metrics. */
function logged({ answersFrom, lattice }: HandlerTargets): Grant['environment'] {
  if (answerSource(answersFrom).value !== 'arn') return {};
  return {
    [Env.productionTargetGroupArn]: lattice.productionTargetGroup.attrArn,
    [Env.canaryTargetGroupArn]: lattice.canaryTargetGroup.attrArn,
  };
}

/** May ask what became of any execution of the machine. */
export function executionsGrant(machine: StateMachine): Grant {
  const executions = Stack.of(machine).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return grant({}, ['states:DescribeExecution'], [executions]);
}
