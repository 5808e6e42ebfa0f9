import { AwsError } from '../core/aws-error.ts';
import { allows, type PolicyDocument } from '../core/policy.ts';
import type { Caller } from '../core/types.ts';
import type { FunctionRecord } from './model.ts';

const ACTION = 'lambda:InvokeFunction';

/** The resource policy of one qualifier; `''` for calls without one. A policy on a qualifier counts only for calls through it. */
export function policyOf(record: FunctionRecord, qualifier: string | undefined): PolicyDocument {
  const statements = record.statements.get(qualifier ?? '') ?? new Map();
  return { Version: '2012-10-17', Id: 'default', Statement: [...statements.values()] };
}

/**
 * Lets a service principal in only with a permission on the very qualifier of the call. Roles and operators belong
 * to the account and pass.
 * @throws AwsError AccessDeniedException
 */
export function checkInvoke(record: FunctionRecord, qualifier: string | undefined, caller: Caller): void {
  const resource = qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`;
  if (allows(policyOf(record, qualifier), { caller, action: ACTION, resource })) return;
  const onBehalf = caller.sourceArn === undefined ? '' : ` on behalf of ${caller.sourceArn}`;
  throw new AwsError('AccessDeniedException', `${caller.principal}${onBehalf} is not authorized to perform: ${ACTION} on resource: ${resource} because no resource-based policy allows it`, 403);
}
