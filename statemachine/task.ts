import { Duration } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Errors, QueryLanguage, TaskInput, Timeout, type State } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { CAUGHT_CAUSE, CAUGHT_ERROR, jsonata, type Jsonata, type Template } from './jsonata.ts';
import { toRetryProps, type RetryPolicy } from './retries.ts';
import { taskTimeoutSeconds, type RolloutFunction } from './timeouts.ts';

/** The functions behind the tasks, by name. */
export type RolloutFunctions = Readonly<Record<RolloutFunction, IFunction>>;

export interface TaskProps<Args extends object> {
  /** What the state is for, as a reader of the execution view wants to know it. */
  readonly comment: string;
  readonly invoke: RolloutFunction;
  readonly args: { readonly [Key in keyof Args]: Template<Args[Key]> };
  readonly retries: readonly RetryPolicy[];
  /** Variables taken from the result; visible from the next state on. A missing one fails the task, which is caught. */
  readonly assign?: Readonly<Record<string, Jsonata>>;
}

/** May invoke exactly its function: CDK's own task also grants every version and alias of it. */
class InvokeFunction extends LambdaInvoke {
  protected override readonly taskPolicies: PolicyStatement[];

  constructor(scope: Construct, id: string, props: ConstructorParameters<typeof LambdaInvoke>[2]) {
    super(scope, id, { ...props, queryLanguage: QueryLanguage.JSONATA });
    this.taskPolicies = [
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.lambdaFunction.functionArn] }),
    ];
  }
}

/**
 * A task that invokes a handler. Its output is what the handler answered, so that clicking the state tells the story.
 */
export function task<Args extends object>(
  scope: Construct,
  functions: RolloutFunctions,
  name: string,
  props: TaskProps<Args>,
): LambdaInvoke {
  const state = new InvokeFunction(scope, name, {
    comment: props.comment,
    lambdaFunction: functions[props.invoke],
    payload: TaskInput.fromObject(props.args),
    outputs: jsonata('$states.result.Payload'),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(taskTimeoutSeconds(props.invoke))),
    ...(props.assign ? { assign: props.assign } : {}),
  });
  props.retries.forEach((policy) => state.addRetry(toRetryProps(policy)));
  return state;
}

/** Whatever a task of the rollout fails with, or only these errors, the rollout rolls itself back. */
export function rollBackOnFailure(
  state: LambdaInvoke,
  rollBack: State,
  errors: readonly string[] = [Errors.ALL],
): void {
  state.addCatch(rollBack, {
    errors: [...errors],
    assign: { trigger: { kind: 'own', error: jsonata(CAUGHT_ERROR), cause: jsonata(CAUGHT_CAUSE) } },
  });
}
