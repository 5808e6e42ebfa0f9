import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Aliases } from './aliases.ts';
import type { ReleaseDashboard } from './dashboard.ts';
import type { Lattice } from './lattice.ts';

/** What the outputs tell of a canary. */
interface Told extends Construct {
  readonly fn: lambda.Function;
  readonly serviceName: string;
  readonly aliases: Aliases;
  readonly lattice: Lattice;
  readonly rollbackTopic: sns.ITopic;
  readonly releaseEventsTopic: sns.ITopic;
  readonly stateMachine: sfn.StateMachine;
  readonly recordTable: Table;
  readonly undelivered: IQueue;
  readonly dashboard?: ReleaseDashboard;
}

/** What people and scripts need after a deploy. Output names are an interface: they do not change. */
export function addOutputs(canary: Told, prefix = ''): void {
  const stack = Stack.of(canary);
  const { fn, lattice, stateMachine } = canary;
  const machineArn = stateMachine.stateMachineArn;
  const outputs: Record<string, readonly [value: string, description: string]> = {
    ServiceNetworkId: [lattice.networkId, 'Clients reach the service from VPCs associated with this network'],
    ServiceId: [lattice.service.attrId, 'VPC Lattice service'],
    ServiceDNS: [
      lattice.service.attrDnsEntryDomainName,
      `Call ${lattice.listener.protocol.toLowerCase()}:// this name from an associated VPC`,
    ],
    ListenerId: [lattice.listener.attrId, 'Its default action holds the live weights'],
    ProductionTargetGroupId: [lattice.productionTargetGroup.attrId, 'Target group of the production alias'],
    CanaryTargetGroupId: [lattice.canaryTargetGroup.attrId, 'Target group of the canary alias'],
    CanaryVersion: [fn.currentVersion.version, 'The newest published version: what the input {} releases'],
    FunctionName: [fn.functionName, 'The function that is released'],
    ServiceName: [canary.serviceName, 'Key of the rollout record, last part of alarm names'],
    RecordTableName: [canary.recordTable.tableName, 'Holds the rollout record and its history'],
    ProductionAliasArn: [
      canary.aliases.production.functionArn,
      'Read the live production version here; no output could follow it',
    ],
    RollbackTopicArn: [canary.rollbackTopic.topicArn, 'Publish {"reason":"..."} here to roll back the running rollout'],
    ReleaseEventsTopicArn: [canary.releaseEventsTopic.topicArn, 'Subscribe here to hear how releases go'],
    UndeliveredQueueUrl: [canary.undelivered.queueUrl, 'Requests for a rollback that nobody received'],
    StateMachineArn: [machineArn, 'Start an execution to release; stop it to roll back'],
    ConsoleUrl: [
      `https://${stack.region}.console.aws.amazon.com/states/home?region=${stack.region}#/statemachines/view/${machineArn}`,
      'Watch executions here',
    ],
    StartCommand: [
      `aws stepfunctions start-execution --state-machine-arn ${machineArn} --input '{}'`,
      'Releases the newest version',
    ],
  };
  if (canary.dashboard)
    outputs['DashboardUrl'] = [canary.dashboard.url, 'Weight, traffic of both versions, alarms and executions'];
  for (const [name, [value, description]] of Object.entries(outputs))
    new CfnOutput(stack, `${prefix}${name}`, { value, description });
}
