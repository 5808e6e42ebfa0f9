import type { OutputName, StackOutputs } from '../statemachine/contract/outputs.ts';
import { prefixIn } from '../statemachine/contract/names.ts';
import { NotFound, UsageError } from './errors.ts';
import { didYouMean } from './nearest.ts';

/** One service of a stack, as the stack's outputs name its parts. */
export interface Service {
  /** Name of the stack, or of the file, that the outputs come from. */
  readonly stack: string;
  /** Begins the names of its outputs; '' where there is only one service. */
  readonly prefix: string;
  /** Key of its rollout record, last part of its alarms' names. */
  readonly name: string;
  readonly functionName: string;
  readonly table: string;
  readonly stateMachineArn: string;
  /** The machine that "go on" is said to. */
  readonly answerMachineArn: string;
  readonly rollbackTopicArn: string;
  readonly productionAliasArn: string;
  /** What the names of the function's aliases begin with; '' unless the app says so. */
  readonly aliasPrefix: string;
  readonly serviceId: string;
  readonly listenerId: string;
  readonly productionTargetGroupId: string;
  readonly canaryTargetGroupId: string;
  /** The stack's newest version: what `{}` releases. */
  readonly newestVersion: string;
  readonly consoleUrl: string;
  /** How many promoted versions to keep, where the plan says so. */
  readonly keepPromoted?: number;
  /** `name: value` of the header with which testers reach what is released; absent where they cannot. */
  readonly previewHeader?: string;
  /** True where the listener is one of others, to be adopted. */
  readonly adoptsListener?: true;
}

/** The output by which a service is recognized; what stands before it is the prefix of all of its outputs. */
const TABLE = 'RecordTableName' satisfies OutputName;

/** Names of outputs, without prefix, by what they say of a service. */
const OUTPUTS = {
  name: 'ServiceName',
  functionName: 'FunctionName',
  table: TABLE,
  stateMachineArn: 'StateMachineArn',
  rollbackTopicArn: 'RollbackTopicArn',
  productionAliasArn: 'ProductionAliasArn',
  serviceId: 'ServiceId',
  listenerId: 'ListenerId',
  productionTargetGroupId: 'ProductionTargetGroupId',
  canaryTargetGroupId: 'CanaryTargetGroupId',
  newestVersion: 'CanaryVersion',
  consoleUrl: 'ConsoleUrl',
} as const satisfies Record<
  Exclude<
    keyof Service,
    'stack' | 'prefix' | 'adoptsListener' | 'aliasPrefix' | 'answerMachineArn' | 'keepPromoted' | 'previewHeader'
  >,
  OutputName
>;

/** Only where a plan waits for approval; elsewhere the machine that releases hears the answers too. */
const ANSWERS = 'AnswerMachineArn' satisfies OutputName;
const KEPT = 'KeepPromoted' satisfies OutputName;
const PREVIEW = 'PreviewHeader' satisfies OutputName;
const ADOPTS = 'AdoptCommand' satisfies OutputName;

/** Where a service is: every ARN of it names all three. */
export function placeOf({ stateMachineArn }: Pick<Service, 'stateMachineArn'>) {
  const [, partition = 'aws', , region = '', account = ''] = stateMachineArn.split(':');
  return { partition, region, account };
}

/** A target group's ARN is in no output. */
export function targetGroupArn(service: Pick<Service, 'stateMachineArn'>, id: string): string {
  const { partition, region, account } = placeOf(service);
  return `arn:${partition}:vpc-lattice:${region}:${account}:targetgroup/${id}`;
}

/** The prefixes under which a stack has services. */
function prefixesIn(outputs: StackOutputs): readonly string[] {
  return Object.keys(outputs).flatMap((key) => (key.endsWith(TABLE) ? [key.slice(0, -TABLE.length)] : []));
}

/** A service of a stack; or, where outputs of it are missing, its prefix or the stack's name, and what is missing. */
export type Found = Service | { readonly stack: string; readonly name: string; readonly problem: string };

/** Every service of a stack: none where it has none. */
export function servicesIn(outputs: StackOutputs, stack: string): readonly Found[] {
  return prefixesIn(outputs).map((prefix) => {
    try {
      return serviceOf(outputs, stack, prefix);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      return { stack, name: prefix || stack, problem: error.message };
    }
  });
}

/** Whether a stack has a service that can be released. */
export function hasService(outputs: StackOutputs): boolean {
  return prefixesIn(outputs).length > 0;
}

/**
 * The services of a stack: each has its outputs under one prefix, which is empty where there is only one.
 *
 * @param wanted prefix of the outputs, or name, of a service; the only one unless told
 * @throws NotFound naming what is missing, UsageError naming the services there are
 */
export function serviceIn(outputs: StackOutputs, stack: string, wanted?: string): Service {
  const prefixes = prefixesIn(outputs);
  if (prefixes.length === 0) {
    throw new NotFound(
      `${stack} has no output ${TABLE}: deploy it with this version of Lattice Canary first; its outputs are ` +
        (Object.keys(outputs).join(', ') || 'none'),
    );
  }
  const nameOf = (prefix: string) => outputs[`${prefix}${OUTPUTS.name}`] ?? '';
  const labels = prefixes.map((prefix) => prefix || nameOf(prefix));
  const found =
    wanted === undefined
      ? prefixes
      : prefixes.filter((prefix) => (prefix !== '' && prefix === wanted) || nameOf(prefix) === wanted);
  const [prefix, another] = found;
  if (prefix === undefined)
    throw new UsageError(
      `--service: ${stack} has no service ${JSON.stringify(wanted)}; it has ` +
        `${labels.join(', ')}${didYouMean(wanted ?? '', labels)}`,
    );
  if (another !== undefined)
    throw new UsageError(`--service: ${stack} has several services; choose one of ${labels.join(', ')}`);
  return serviceOf(outputs, stack, prefix);
}

function serviceOf(outputs: StackOutputs, stack: string, prefix: string): Service {
  const values = Object.entries(OUTPUTS).map(([field, name]) => {
    const value = outputs[`${prefix}${name}`];
    if (value === undefined) throw new NotFound(`${stack} has the output ${prefix}${TABLE} but no ${prefix}${name}`);
    return [field, value] as const;
  });
  const named = Object.fromEntries(values) as Record<keyof typeof OUTPUTS, string>;
  const kept = outputs[`${prefix}${KEPT}`];
  const previewHeader = outputs[`${prefix}${PREVIEW}`];
  return {
    stack,
    prefix,
    aliasPrefix: prefixIn(named.productionAliasArn),
    answerMachineArn: outputs[`${prefix}${ANSWERS}`] ?? named.stateMachineArn,
    ...named,
    ...(kept !== undefined && { keepPromoted: Number(kept) }),
    ...(previewHeader !== undefined && { previewHeader }),
    ...(outputs[`${prefix}${ADOPTS}`] !== undefined && { adoptsListener: true }),
  };
}
