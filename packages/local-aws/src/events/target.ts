import { AwsError } from '../core/aws-error.ts';
import type { Caller, ExecutionStarter, FunctionInvoker, QueueSender, TopicPublisher } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { isJson } from '../core/is-json.ts';

/** The services that rules can send to. */
export interface TargetServices {
  readonly functions: FunctionInvoker;
  readonly executions: ExecutionStarter;
  readonly queues: QueueSender;
  readonly topics: TopicPublisher;
  readonly access: AccessControl;
}

export interface TargetAddress {
  readonly arn: string;
  /** Of the rule on whose behalf it is sent to. */
  readonly ruleArn: string;
  readonly roleArn?: string;
}

/**
 * Sends one input to a target; rejects with what the target's service answers, or AccessDeniedException when the
 * target's role may not.
 */
export type Send = (input: string) => Promise<void>;

const SERVICE = 'events.amazonaws.com';

/**
 * How a target is reached: a state machine with the target's role, a function, a queue or a topic as EventBridge
 * itself, on behalf of the rule.
 *
 * @throws Error naming a kind of target that is not supported, or a role that EventBridge may not use
 */
export function compileTarget({ arn, ruleArn, roleArn }: TargetAddress, services: TargetServices): Send {
  const kind = arn.split(':').slice(2, 6);
  if (kind[0] === 'states' && kind[3] === 'stateMachine') {
    if (roleArn === undefined) throw new Error(`the target ${arn} needs a RoleArn`);
    services.access.checkTrust(roleArn, SERVICE, ruleArn);
    const caller = { principal: roleArn, session: nameIn(ruleArn) };
    return async (input) => {
      services.access.check(caller, { action: 'states:StartExecution', resource: arn });
      await services.executions.startExecution({ stateMachineArn: arn, input, caller });
    };
  }
  if (kind[0] === 'lambda')
    return (payload) =>
      services.functions.invokeAsync({ functionArn: arn, payload: json(payload), caller: asService(ruleArn) });
  if (kind[0] === 'sqs') return (body) => services.queues.send({ queueArn: arn, body, caller: asService(ruleArn) });
  if (kind[0] === 'sns') {
    // EventBridge tells a topic's policy none of the keys that a condition could ask for ("Amazon SNS permissions",
    // EventBridge user guide).
    return async (message) => {
      await services.topics.publish({ topicArn: arn, message, caller: { principal: SERVICE } });
    };
  }
  throw new Error(
    `the target ${arn} is of a kind that is not supported: state machines, functions, queues and topics are`,
  );
}

/** EventBridge itself, on behalf of a rule. */
function asService(ruleArn: string): Caller {
  return { principal: SERVICE, sourceArn: ruleArn };
}

/** The rule's name, for the session of its target's role. */
function nameIn(ruleArn: string): string {
  return ruleArn.slice(ruleArn.lastIndexOf('/') + 1);
}

function json(payload: string): string {
  if (isJson(payload)) return payload;
  throw new AwsError(
    'InvalidRequestContentException',
    `the generated input is not valid JSON: ${payload.slice(0, 200)}`,
  );
}

export interface Failure {
  /** EventBridge's word for it, as in the dead letter's ERROR_CODE. */
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
}

/** Whether a failure is worth another attempt: a missing permission or target never is ("Debugging event delivery"). */
export function classify(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) return { code: 'UNKNOWN', message, retriable: true };
  const { code, status } = error;
  if (status === 429 || /Throttl|TooManyRequests/.test(code)) return { code: 'THROTTLING', message, retriable: true };
  if (status >= 500) return { code: 'INTERNAL_ERROR', message, retriable: true };
  if (status === 403 || /AccessDenied|NotAuthorized|Authorization/.test(code))
    return { code: 'NO_PERMISSIONS', message, retriable: false };
  if (status === 404 || /NotFound|DoesNotExist/.test(code)) return { code: 'NO_RESOURCE', message, retriable: false };
  if (/InvalidRequestContent|InvalidExecutionInput/.test(code))
    return { code: 'INVALID_JSON', message, retriable: false };
  return { code: 'SDK_CLIENT_ERROR', message, retriable: false };
}
