import type { Caller, Place } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import type { ResourcePolicy } from '../iam/document.ts';
import { type Address, functionArn } from './address.ts';
import type { Configuration, FunctionRecord } from './model.ts';

type Identity = Pick<Configuration, 'roleArn'>;

/** A function calls other services as its role, in a session of its own name. */
export function roleOf(functionName: string, { roleArn }: Identity): Caller {
  return { principal: roleArn, session: functionName };
}

/**
 * The resource policy of one qualifier; `''` for calls without one. A policy on a qualifier counts only for calls
 * through it.
 */
export function policyOf(record: FunctionRecord, qualifier: string | undefined): ResourcePolicy {
  const statements = record.statements.get(qualifier ?? '') ?? new Map();
  return { Version: '2012-10-17', Id: 'default', Statement: [...statements.values()] };
}

/**
 * Lambda's question before every invocation, on the ARN as it was invoked, with its qualifier.
 * @param record of the function, when it exists
 * @throws AwsError AccessDeniedException
 */
export function checkInvoke(
  access: AccessControl,
  place: Place,
  { name, qualifier }: Address,
  record: FunctionRecord | undefined,
  caller: Caller,
): void {
  const arn = functionArn(place, name);
  const resource = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  access.check(caller, { action: 'lambda:InvokeFunction', resource }, record && policyOf(record, qualifier));
}

/**
 * Whether what a function prints reaches its log group, whatever the stream will be called. Log groups need not be
 * created here.
 */
export function mayLog(
  access: AccessControl,
  { region, account }: Place,
  functionName: string,
  configuration: Identity & Pick<Configuration, 'logGroup'>,
): boolean {
  const resource = `arn:aws:logs:${region}:${account}:log-group:${configuration.logGroup}:log-stream:local`;
  const caller = roleOf(functionName, configuration);
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].every((action) => access.allows(caller, { action, resource }));
}

/**
 * What Lambda asks before it takes a function's settings: whether it may use the role, and whether the role may send to
 * the dead-letter queue.
 * @throws Error in Lambda's words, naming the role
 */
export function checkConfiguration(access: AccessControl, functionName: string, configuration: Configuration): void {
  try {
    access.checkTrust(configuration.roleArn, 'lambda.amazonaws.com');
  } catch (error) {
    throw new Error(`The role defined for the function cannot be assumed by Lambda: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (configuration.deadLetterArn !== undefined)
    checkFailureQueue(access, functionName, configuration, configuration.deadLetterArn);
}

/**
 * What Lambda asks before it takes a queue for events that failed. @throws Error naming the role, the action and the
 * queue
 */
export function checkFailureQueue(
  access: AccessControl,
  functionName: string,
  configuration: Identity,
  queueArn: string,
): void {
  if (access.allows(roleOf(functionName, configuration), { action: 'sqs:SendMessage', resource: queueArn })) return;
  throw new Error(
    'The provided execution role does not have permissions to call SendMessage on SQS: ' +
      `${configuration.roleArn} is not allowed sqs:SendMessage on ${queueArn}`,
  );
}
