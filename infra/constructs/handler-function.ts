import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionRow } from '../../statemachine/contract/function-row.ts';
import { functionRole } from './function-role.ts';
import type { Grant } from './grant.ts';

export interface HandlerFunctionProps {
  /** Folder that holds one folder per bundle. */
  readonly bundles: string;
  readonly row: FunctionRow;
  /** Whether it keeps the concurrency that its row names. */
  readonly reserve: boolean;
  /** Of the ports that it uses. */
  readonly grants: readonly Grant[];
  /** Gets asynchronous invocations that failed after Lambda's own retries. @default - they are dropped */
  readonly deadLetterQueue?: IQueue;
}

/** One of the functions that carry out a rollout, with a role, a log group and a bundle of its own. */
export class HandlerFunction extends Construct {
  readonly function: lambda.Function;
  private readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: HandlerFunctionProps) {
    super(scope, id);
    const { logGroup, role } = functionRole(this);
    this.role = role;
    for (const grant of props.grants) this.allow(grant);
    this.function = new lambda.Function(this, 'Function', {
      description: props.row.does,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(props.row.timeoutSeconds),
      ...(props.reserve && props.row.reserves !== undefined && { reservedConcurrentExecutions: props.row.reserves }),
      code: lambda.Code.fromAsset(join(props.bundles, props.row.file)),
      handler: 'index.handler',
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      environment: Object.assign({}, ...props.grants.map(({ environment }) => environment)) as Record<string, string>,
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
  }

  /** The calls of one more port. What the port reads from the environment must be there from the beginning. */
  allow({ permissions }: Grant): void {
    for (const { actions, resources, conditions } of permissions)
      this.role.addToPolicy(
        new iam.PolicyStatement({
          actions: [...actions],
          resources: [...resources],
          ...(conditions === undefined ? {} : { conditions }),
        }),
      );
  }
}
