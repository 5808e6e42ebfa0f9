import { type Duration, Names, RemovalPolicy } from 'aws-cdk-lib/core';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  type IChainable,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface WorkflowProps {
  readonly comment: string;
  /** The first of its states. */
  readonly begin: IChainable;
  readonly timeout: Duration;
  /** @default ONE_WEEK: after a week the logs of the executions are deleted */
  readonly logRetention?: RetentionDays | undefined;
}

export interface Workflow {
  readonly stateMachine: StateMachine;
  readonly logGroup: LogGroup;
}

/** A Standard workflow in JSONata, traced, with all that its executions do in a log group of its own. */
export function workflow(scope: Construct, { comment, begin, timeout, logRetention }: WorkflowProps): Workflow {
  // The prefix keeps the log group out of the resource policy that CloudWatch Logs caps at 5,120 characters.
  const logGroup = new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${Names.uniqueResourceName(scope, { maxLength: 200, separator: '-' })}`,
    retention: logRetention ?? RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const stateMachine = new StateMachine(scope, 'Machine', {
    comment,
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSONATA,
    definitionBody: DefinitionBody.fromChainable(begin),
    timeout,
    tracingEnabled: true,
    logs: { destination: logGroup, level: LogLevel.ALL, includeExecutionData: true },
  });
  return { stateMachine, logGroup };
}
