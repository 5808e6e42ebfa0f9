import { Duration } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { QueryLanguage, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Jsonata } from './jsonata.ts';
import { taskTimeoutSeconds } from './timeouts.ts';

export interface ApiCallProps {
  /** What the state is for, as a reader of the execution view wants to know it. */
  readonly comment: string;
  /** As the integration spells them: `vpclattice`, `updateListener`. */
  readonly service: string;
  readonly action: string;
  /** Names in PascalCase, whatever the API's own are. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The one permission that it takes. */
  readonly permission: {
    readonly action: string;
    readonly resource: string;
    readonly conditions?: Readonly<Record<string, unknown>>;
  };
  /** @default - what the API answered */
  readonly outputs?: Readonly<Record<string, Jsonata>>;
  /** Variables taken from the result. An error in one of them fails the task, which is caught. */
  readonly assign?: Readonly<Record<string, Jsonata>>;
}

/**
 * A task that calls an API of AWS without a function: "AWS service SDK integrations" in the Step Functions developer
 * guide, whose list has DynamoDB and VPC Lattice. It tries once, for at most 10 s. CDK's own task takes no conditions.
 */
export class ApiCall extends CallAwsService {
  protected override readonly taskPolicies: PolicyStatement[];

  constructor(scope: Construct, name: string, { permission, args, ...props }: ApiCallProps) {
    const { action, resource, conditions } = permission;
    super(scope, name, {
      comment: props.comment,
      service: props.service,
      action: props.action,
      parameters: args,
      iamResources: [resource],
      queryLanguage: QueryLanguage.JSONATA,
      taskTimeout: Timeout.duration(Duration.seconds(taskTimeoutSeconds(0))),
      ...(props.outputs && { outputs: props.outputs }),
      ...(props.assign && { assign: props.assign }),
    });
    this.taskPolicies = [
      new PolicyStatement({ actions: [action], resources: [resource], ...(conditions && { conditions }) }),
    ];
  }
}
