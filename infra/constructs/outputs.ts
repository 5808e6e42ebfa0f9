import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import { OUTPUTS, type OutputName } from '../../statemachine/contract/outputs.ts';
import type { LatticeCanaryBase } from './lattice-canary-base.ts';

/**
 * What people and scripts need after a deploy.
 * @throws Error when the stack has outputs under this prefix already
 */
export function addOutputs(canary: LatticeCanaryBase, prefix = ''): void {
  const stack = Stack.of(canary);
  const taken = Object.keys(OUTPUTS).find((name) => stack.node.tryFindChild(`${prefix}${name}`) !== undefined);
  if (taken !== undefined)
    throw new Error(
      "addOutputs: expected a prefix for each service of a stack, such as addOutputs('Orders'): " +
        `${stack.node.path} has an output ${prefix}${taken} already`,
    );
  const { fn, lattice, stateMachine } = canary;
  const machineArn = stateMachine.stateMachineArn;
  const console = `https://${stack.region}.console.aws.amazon.com/states/home?region=${stack.region}`;
  const values: Readonly<Record<OutputName, string | undefined>> = {
    ServiceNetworkId: lattice.network,
    ServiceId: lattice.serviceId,
    ServiceDNS: lattice.domainName,
    ListenerId: lattice.listenerId,
    ProductionTargetGroupId: lattice.productionTargetGroup.attrId,
    CanaryTargetGroupId: lattice.canaryTargetGroup.attrId,
    CanaryVersion: fn.currentVersion.version,
    FunctionName: fn.functionName,
    ServiceName: canary.serviceName,
    RecordTableName: canary.recordTable.tableName,
    ProductionAliasArn: canary.aliases.production.functionArn,
    RollbackTopicArn: canary.rollbackTopic.topicArn,
    ReleaseEventsTopicArn: canary.releaseEventsTopic.topicArn,
    UndeliveredQueueUrl: canary.undelivered.queueUrl,
    StateMachineArn: machineArn,
    AnswerMachineArn: canary.answerMachine?.stateMachineArn,
    ConsoleUrl: `${console}#/statemachines/view/${machineArn}`,
    StartCommand: `aws stepfunctions start-execution --state-machine-arn ${machineArn} --input '{}'`,
    AdoptCommand: canary.adoptsListener
      ? `aws stepfunctions start-execution --state-machine-arn ${machineArn} --input '{"adopt":true}'`
      : undefined,
    KeepPromoted: canary.keepPromoted?.toString(),
    PreviewHeader: canary.preview && `${canary.preview.header}: ${canary.preview.value}`,
    DashboardUrl: canary.dashboard?.url,
  };
  for (const [name, meaning] of Object.entries(OUTPUTS) as [OutputName, string][]) {
    const value = values[name];
    const description = meaning.replace('<protocol>', canary.protocol.toLowerCase());
    if (value !== undefined) new CfnOutput(stack, `${prefix}${name}`, { value, description });
  }
}
