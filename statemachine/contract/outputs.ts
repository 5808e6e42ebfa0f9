/**
 * Outputs of a service's stack, by name, and what each is for. People, scripts and the programs of this project read
 * them after a deploy: names do not change, and one that is gone is a breaking change.
 */
export const OUTPUTS = {
  ServiceNetworkId: 'Clients reach the service from VPCs associated with this network',
  ServiceId: 'VPC Lattice service',
  /** `<protocol>` is http or https, as the listener has it. */
  ServiceDNS: 'Call <protocol>:// this name from an associated VPC',
  ListenerId: 'Its default action holds the live weights',
  ProductionTargetGroupId: 'Target group of the production alias',
  CanaryTargetGroupId: 'Target group of the canary alias',
  CanaryVersion: 'The newest published version: what the input {} releases',
  FunctionName: 'The function that is released',
  ServiceName: 'Key of the rollout record, last part of alarm names',
  RecordTableName: 'Holds the rollout record and its history',
  ProductionAliasArn: 'Read the live production version here; no output could follow it',
  RollbackTopicArn: 'Publish {"reason":"..."} here to roll back the running rollout',
  ReleaseEventsTopicArn: 'Subscribe here to hear how releases go',
  UndeliveredQueueUrl: 'Requests for a rollback that nobody received',
  StateMachineArn: 'Start an execution to release; stop it to roll back',
  /** Only where a step of the plan waits for approval. */
  AnswerMachineArn: 'Start an execution with {"goOn":true} to let the release that runs go on',
  ConsoleUrl: 'Watch executions here',
  StartCommand: 'Releases the newest version',
  /** Only where the listener is one of others. */
  AdoptCommand: 'Takes over the default action of the listener; until then nothing is released',
  /** Only where the plan says it. */
  KeepPromoted: 'So many promoted versions are kept by prune, to go back to',
  /** Only where there is a preview. */
  PreviewHeader: 'With this header a request reaches the version that is being released, whatever its weight',
  /** Only where there is a dashboard. */
  DashboardUrl: 'Weight, traffic of both versions, alarms and executions',
} as const;
export type OutputName = keyof typeof OUTPUTS;

/** What a stack tells, by name: these, perhaps behind a prefix, and others. */
export type StackOutputs = Readonly<Record<string, string>>;

/** @throws Error naming the outputs that there are */
export function outputOf(outputs: StackOutputs, name: OutputName): string {
  const value = outputs[name];
  if (value === undefined)
    throw new Error(`the stack has no output ${name}; it has ${Object.keys(outputs).join(', ')}`);
  return value;
}
