import type { StackDescription } from 'local-aws';
import type { OutputName } from '../../statemachine/contract/outputs.ts';
import { prefixIn } from '../../statemachine/contract/names.ts';
import type { ServiceIdentity } from './model/protocol.ts';

/** A service that is released step by step, as the outputs of its stack name it. */
export interface ConsoleService extends ServiceIdentity {
  readonly functionName: string;
  /** What the names of its aliases begin with; '' unless the app says so. */
  readonly aliasPrefix: string;
  /** Key of the rollout record. */
  readonly recordKey: string;
  readonly tableName: string;
  readonly latticeServiceId: string;
  readonly listenerId: string;
  readonly canaryTargetGroupId: string;
  /** `name: value` of the header that reaches what is released; absent where none does. */
  readonly previewHeader?: string;
}

/** The output by which a canary is recognized; what stands before it is the prefix of all of its outputs. */
const MACHINE: OutputName = 'StateMachineArn';

/** Every canary whose construct was asked for outputs. */
export function servicesOf(stacks: readonly Pick<StackDescription, 'Outputs'>[]): readonly ConsoleService[] {
  return stacks.flatMap(({ Outputs }) => {
    const outputs = new Map(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    return [...outputs.keys()].flatMap((key) => {
      if (!key.endsWith(MACHINE)) return [];
      const prefix = key.slice(0, -MACHINE.length);
      const service = serviceOf((name) => outputs.get(`${prefix}${name}`));
      return service === undefined ? [] : [service];
    });
  });
}

/** What a page needs of it: whom to tell what, and no more. */
export function identityOf(service: ConsoleService): ServiceIdentity {
  const { id, name, machineArn, answerMachineArn, rollbackTopicArn } = service;
  return { id, name, machineArn, rollbackTopicArn, ...(answerMachineArn !== undefined && { answerMachineArn }) };
}

/** undefined where an output is missing: somebody else's machine. */
function serviceOf(output: (name: OutputName) => string | undefined): ConsoleService | undefined {
  const found = {
    machineArn: output('StateMachineArn'),
    rollbackTopicArn: output('RollbackTopicArn'),
    functionName: output('FunctionName'),
    recordKey: output('ServiceName'),
    tableName: output('RecordTableName'),
    latticeServiceId: output('ServiceId'),
    listenerId: output('ListenerId'),
    canaryTargetGroupId: output('CanaryTargetGroupId'),
  };
  const aliasPrefix = prefixIn(output('ProductionAliasArn') ?? '');
  if (Object.values(found).includes(undefined)) return undefined;
  const whole = found as { [K in keyof typeof found]: string };
  const answerMachineArn = output('AnswerMachineArn');
  const previewHeader = output('PreviewHeader');
  return {
    ...whole,
    aliasPrefix,
    ...(answerMachineArn !== undefined && { answerMachineArn }),
    ...(previewHeader !== undefined && { previewHeader }),
    id: whole.latticeServiceId,
    name: whole.recordKey,
  };
}
