import type { Caller, Place } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import type { ResourcePolicy } from '../iam/document.ts';
import { isService } from '../iam/evaluate.ts';
import { type Address, functionArn } from './address.ts';
import type { Configuration, FunctionRecord, Statement } from './model.ts';

type Identity = Pick<Configuration, 'roleArn'>;

/** A function calls other services as its role, in a session of its own name. */
export function roleOf(functionName: string, { roleArn }: Identity): Caller {
  return { principal: roleArn, session: functionName };
}

const NO_POLICY: ResourcePolicy = { Version: '2012-10-17', Id: 'default', Statement: [] };

/**
 * The resource policy of one qualifier; `''` for calls without one. A policy on a qualifier counts only for calls
 * through it.
 */
export function policyOf({ policies }: FunctionRecord, qualifier: string | undefined): ResourcePolicy {
  return policies.get(qualifier ?? '') ?? NO_POLICY;
}

/** Puts a statement into such a policy in place of the one with its id, or takes that out. */
export function replaceStatement(record: FunctionRecord, qualifier: string, id: string, statement?: Statement): void {
  const policy = policyOf(record, qualifier);
  const others = policy.Statement.filter(({ Sid }) => Sid !== id);
  record.policies.set(qualifier, { ...policy, Statement: statement === undefined ? others : [...others, statement] });
}

/** Services that were let in. They have no policies but the function's, which is another one when it says otherwise. */
const letIn = new WeakMap<ResourcePolicy, WeakSet<Caller>>();

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
  const policy = record && policyOf(record, qualifier);
  if (policy !== undefined && letIn.get(policy)?.has(caller)) return;
  const arn = functionArn(place, name);
  const resource = qualifier === undefined ? arn : `${arn}:${qualifier}`;
  access.check(caller, { action: 'lambda:InvokeFunction', resource }, policy);
  if (policy !== undefined && isService(caller))
    letIn.set(policy, (letIn.get(policy) ?? new WeakSet<Caller>()).add(caller));
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
