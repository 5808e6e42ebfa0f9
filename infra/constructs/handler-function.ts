import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { EnvName } from '../../statemachine/contract/names.ts';
import { functionRole } from './function-role.ts';

/** One call or a few on one resource: what a port needs. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface HandlerFunctionProps {
  /** Folder that holds one folder per bundle. */
  readonly bundles: string;
  /** The bundle's folder: `handlers/<name>.ts` without its ending. */
  readonly name: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly permissions: readonly Permission[];
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
    for (const permission of props.permissions) this.allow(permission);
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(props.timeoutSeconds),
      code: lambda.Code.fromAsset(join(props.bundles, props.name)),
      handler: 'index.handler',
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      environment: { ...props.environment },
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
  }

  allow(permission: Permission): void {
    this.role.addToPolicy(
      new iam.PolicyStatement({
        actions: [...permission.actions],
        resources: [...permission.resources],
        ...(permission.conditions === undefined ? {} : { conditions: permission.conditions }),
      }),
    );
  }
}
