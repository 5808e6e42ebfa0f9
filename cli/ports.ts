import type { Listener, Records } from '../handlers/ports/index.ts';
import type { Asked } from '../handlers/ports/aws/cloudwatch-sums.ts';
import type { Minutes, Versions } from '../handlers/ports/lambda.ts';
import type { AlarmState } from '../rollout/alarms.ts';
import type { ExecutionStatus } from '../rollout/execution.ts';
import type { AnswersFrom } from '../statemachine/contract/answer-metrics.ts';
import type { StackOutputs } from '../statemachine/contract/outputs.ts';
import type { CertifyPorts } from './certify/ports.ts';
import type { FunctionVersions } from './prune/versions.ts';
import type { Service } from './services.ts';
import type { Definition } from './story/definition.ts';
import type { HistoryEvent } from './story/history-event.ts';

/** What the commands need from the world, as small as possible. */

export interface Stack {
  readonly name: string;
  /** CloudFormation's, such as UPDATE_COMPLETE. */
  readonly status: string;
  readonly outputs: StackOutputs;
}

export interface Stacks {
  /** undefined when there is none of that name. */
  find(name: string): Promise<Stack | undefined>;
  all(): Promise<readonly Stack[]>;
  /** Resources of the template as it was deployed last, by logical id. */
  template(name: string): Promise<Readonly<Record<string, TemplateResource>>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface ExecutionSummary {
  readonly arn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly stoppedAt?: Date;
}

export interface Execution extends ExecutionSummary {
  readonly input: unknown;
  readonly error?: string;
  readonly cause?: string;
}

export interface Machine {
  /** @returns the ARN */
  start(input: object): Promise<string>;
  /** Starts the machine that hears answers to a release, which may be another. @returns the ARN */
  answer(input: object): Promise<string>;
  stop(arn: string, cause: string): Promise<void>;
  /** undefined when it cannot be found; DescribeExecution is eventually consistent. */
  describe(arn: string): Promise<Execution | undefined>;
  /** Newest first. */
  list(most: number, status?: ExecutionStatus): Promise<readonly ExecutionSummary[]>;
  /** Events with an id above `after`, in order. */
  history(arn: string, after: number): Promise<readonly HistoryEvent[]>;
  /** What an execution that starts now would do. */
  definition(): Promise<Definition>;
  /** What this execution does: it keeps the definition that it began with. */
  definitionOf(arn: string): Promise<Definition>;
}

export interface LiveAlarm extends AlarmState {
  readonly actionsEnabled: boolean;
  /** ARNs of what it does when it goes on. */
  readonly actions: readonly string[];
  /** What PutMetricAlarm would be given to make it as it is; undefined for a composite alarm. */
  readonly properties: Readonly<Record<string, unknown>> | undefined;
}

export interface LiveAlarms {
  /** Alarms that do not exist are absent from the answer. */
  read(names: readonly string[]): Promise<readonly LiveAlarm[]>;
}

/** What one alias answered in one minute. */
export interface TrafficMinute {
  /** When the minute began. */
  readonly at: number;
  readonly requests: number;
  /** The larger of what the function threw and what was answered with 5XX: a throw is counted by both. */
  readonly errors: number;
}

export interface Traffic {
  readonly production: readonly TrafficMinute[];
  readonly canary: readonly TrafficMinute[];
}

export interface TrafficMeter {
  /** @param answersFrom where answers are counted; VPC Lattice's own metrics unless told */
  read(from: Date, to: Date, answersFrom?: AnswersFrom): Promise<Traffic>;
  /** Whether there are metrics of production at all: Lambda's of the alias, and of the answers of its target group. */
  reports(answersFrom?: AnswersFrom): Promise<Reports>;
}

export interface Reports {
  readonly invocations: boolean;
  readonly answers: boolean;
}

/** Provisioned concurrency that a version or an alias has. */
export interface ProvisionedSeen {
  /** Number of the version, or name of the alias. */
  readonly qualifier: string;
  readonly requested: number;
}

export interface LiveConcurrency {
  /** Of every version and alias of the function. */
  list(): Promise<readonly ProvisionedSeen[]>;
}

export interface AccessLogs {
  /** ARNs of where VPC Lattice is told to send the service's access logs. */
  destinations(): Promise<readonly string[]>;
}

export interface Topic {
  /** Parsed policy; undefined when it has none. */
  readonly policy: unknown;
  readonly kmsKey?: string;
  readonly lambdaEndpoints: readonly string[];
}

export interface RollbackTopic {
  publish(reason: string): Promise<void>;
  look(): Promise<Topic>;
}

export interface Rule {
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern?: unknown;
  readonly schedule?: string;
  readonly targets: readonly string[];
}

export interface Rules {
  /** Every rule that the stack made. */
  read(): Promise<readonly Rule[]>;
}

export interface TargetGroups {
  /** Ids of what a target group sends requests to. */
  targets(targetGroupId: string): Promise<readonly string[]>;
}

/** Everything about one service. */
export interface ServicePorts {
  readonly machine: Machine;
  readonly listener: Pick<Listener, 'read'>;
  readonly records: Pick<Records, 'read' | 'history' | 'past'>;
  readonly versions: FunctionVersions & Pick<Versions, 'unpublished'>;
  readonly alarms: LiveAlarms;
  readonly traffic: TrafficMeter;
  /**
   * @param answersFrom where answers are counted; VPC Lattice's own metrics unless told
   * @param asked whose metrics of Lambda are read; the service's two aliases unless told
   */
  readonly minutes: (answersFrom?: AnswersFrom, asked?: Asked) => Pick<Minutes, 'read' | 'sums'>;
  readonly rollbackTopic: RollbackTopic;
  readonly rules: Rules;
  readonly targetGroups: TargetGroups;
  readonly accessLogs: AccessLogs;
  readonly concurrency: LiveConcurrency;
}

/** An account and Region, or a cloud on this machine. */
export interface Cloud {
  readonly stacks: Stacks;
  of(service: Service): ServicePorts;
  /** @param endpoint of a cloud on this machine; undefined for AWS */
  certifier(service: Service, endpoint: string | undefined): CertifyPorts;
  /** By the clock of whoever answered last: a laptop's own may be wrong, and a local cloud's runs faster. */
  now(): Date;
  close(): void;
}
