import { Duration } from 'aws-cdk-lib/core';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  type CatchProps,
  Errors,
  JitterType,
  QueryLanguage,
  TaskInput,
  Timeout,
  type IChainable,
  type RetryProps,
  type State,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { TASK_ROWS, type Args, type RolloutFunction } from './contract/functions.ts';
import type { RetryPolicy } from './contract/retry-policy.ts';
import { CAUGHT_CAUSE, CAUGHT_ERROR, jsonata, type Jsonata, type Template } from './jsonata.ts';
import { retriesOf } from './outline/retries.ts';
import type { Parts, UserFunction } from './parts.ts';
import { taskTimeoutSeconds } from './timeouts.ts';

/** One of the rollout's own functions by name, or any other. */
type Invoked = RolloutFunction | UserFunction;

export interface TaskProps<I extends Invoked> {
  /** What the state is for, as a reader of the execution view wants to know it. */
  readonly comment: string;
  readonly invoke: I;
  readonly args: I extends RolloutFunction
    ? { readonly [Key in keyof Args<I>]: Template<Args<I>[Key]> }
    : Readonly<Record<string, unknown>>;
  /** What the task retries; an own function's policies for its own errors come before them. */
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
 * A task that invokes a function. Its output is what the function answered, so that clicking the state tells the story.
 */
export function task<I extends Invoked>(
  { scope, functions }: Pick<Parts, 'scope' | 'functions'>,
  name: string,
  props: TaskProps<I>,
): LambdaInvoke {
  const { fn, timeoutSeconds, retries } = invoked(functions, props.invoke, props.retries);
  const state = new InvokeFunction(scope, name, {
    comment: props.comment,
    lambdaFunction: fn,
    payload: TaskInput.fromObject(props.args),
    outputs: jsonata('$states.result.Payload'),
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(taskTimeoutSeconds(timeoutSeconds))),
    ...(props.assign && Object.keys(props.assign).length > 0 ? { assign: props.assign } : {}),
  });
  retries.forEach((policy) => state.addRetry(toRetryProps(policy)));
  return state;
}

function invoked(functions: Parts['functions'], invoke: Invoked, retries: readonly RetryPolicy[]) {
  if (typeof invoke !== 'string') return { ...invoke, retries };
  const { timeoutSeconds } = TASK_ROWS[invoke];
  const fn = functions[invoke];
  if (fn === undefined) throw new Error(`functions.${invoke}: got nothing, expected the function that the plan needs`);
  return { fn, timeoutSeconds, retries: retriesOf(invoke, retries) };
}

/** The policy in the words of CDK. */
const toRetryProps = (policy: RetryPolicy): RetryProps => ({
  errors: [...policy.errors],
  interval: Duration.seconds(policy.intervalSeconds),
  maxAttempts: policy.maxAttempts,
  backoffRate: policy.backoffRate,
  ...(policy.maxDelaySeconds === undefined ? {} : { maxDelay: Duration.seconds(policy.maxDelaySeconds) }),
  ...(policy.jitter ? { jitterStrategy: JitterType.FULL } : {}),
});

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

/** Only these errors roll back; whatever else the task fails with is told, and `onward` follows with `assign`. */
export function rollBackOnlyOn(
  errors: readonly string[],
  state: LambdaInvoke,
  rollBack: State,
  onward: IChainable,
  assign?: CatchProps['assign'],
): void {
  rollBackOnFailure(state, rollBack, errors);
  state.addCatch(onward, { errors: [Errors.ALL], ...(assign && { assign }) });
}
