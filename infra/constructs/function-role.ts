import { RemovalPolicy } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface FunctionRole {
  /** Keeps lines for one week. */
  readonly logGroup: logs.LogGroup;
  /** May write to that log group and do nothing else yet. */
  readonly role: iam.Role;
}

/**
 * A log group and a role of its own for the function in `scope`. CDK's default role would carry the managed policy
 * AWSLambdaBasicExecutionRole, which may write to every log group of the account.
 */
export function functionRole(scope: Construct): FunctionRole {
  const logGroup = new logs.LogGroup(scope, 'LogGroup', {
    retention: logs.RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  return { logGroup, role };
}
