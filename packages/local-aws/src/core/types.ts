/**
 * What the services of the local cloud know of one another: small interfaces, no transport. Arguments and
 * results of `operations` have the shape of the AWS API (as the SDK shows it); times in them are Dates and the
 * codecs turn them into what the protocol wants.
 */

/** Who makes a call, for policies and error messages. */
export interface Caller {
  /** A role's ARN, or a service principal such as `vpc-lattice.amazonaws.com`, or `operator` for a person. */
  readonly principal: string;
  /** Of a role: the name of its session, such as that of the function that uses it. */
  readonly session?: string;
  /** Of a service: what the call is made on behalf of: a target group, a topic, a rule. */
  readonly sourceArn?: string;
}

export const OPERATOR: Caller = { principal: 'operator' };

export type Input = Record<string, unknown>;
export type Operation = (input: Input, caller: Caller) => Promise<object>;
/** The operations of a service by AWS's names. */
export type Operations = Readonly<Record<string, Operation>>;

/** Account and Region of the local cloud. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

export interface Invocation {
  /** Name, ARN, or ARN with a qualifier (alias or version). */
  readonly functionArn: string;
  /** JSON text. */
  readonly payload: string;
  readonly caller: Caller;
}

export interface InvocationResult {
  readonly executedVersion: string;
  /** JSON text: the result, or `{errorType,errorMessage,trace}` when `functionError` is set. */
  readonly payload: string;
  readonly functionError?: 'Handled' | 'Unhandled';
}

/** Lambda, as other services use it. */
export interface FunctionInvoker {
  /**
   * Runs the function and waits; rejects with AwsError when it could not be started (no such function, no permission,
   * throttled).
   */
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** Takes the event and runs it later, with Lambda's own two retries; rejects only when it cannot be taken. */
  invokeAsync(invocation: Invocation): Promise<void>;
}

export interface Datum {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit?: string;
  /** Simulated milliseconds since the epoch. */
  readonly time: number;
}

/** CloudWatch metrics, as the services that publish them use it. */
export interface MetricSink {
  record(datum: Datum): void;
}

export interface CloudEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** EventBridge's default bus, as AWS services that emit events use it. */
export interface EventSink {
  /** Best effort or durable, it never makes its caller wait or fail. */
  emit(event: CloudEvent): void;
}

export interface TopicPublisher {
  publish(request: {
    topicArn: string;
    message: string;
    subject?: string;
    caller: Caller;
  }): Promise<{ messageId: string }>;
}

export interface QueueSender {
  send(request: {
    queueArn: string;
    body: string;
    attributes?: Readonly<Record<string, string>>;
    caller: Caller;
  }): Promise<void>;
}

export interface ExecutionStarter {
  /** @param input JSON text */
  startExecution(request: {
    stateMachineArn: string;
    input: string;
    name?: string;
    caller: Caller;
  }): Promise<{ executionArn: string; startDate: Date }>;
}

/** Lines that a person may read in `.local/cloud.log`: one per noteworthy thing, never secrets. */
export type Log = (service: string, message: string) => void;
