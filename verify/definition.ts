import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { DEFAULT_PLAN, type Plan } from '../statemachine/contract/plan.ts';
import { RolloutMachine, type RolloutMachineProps } from '../statemachine/rollout-machine.ts';
import type { RolloutFunctions } from '../statemachine/task.ts';
import { FUNCTION_TIMEOUT_SECONDS, type RolloutFunction } from '../statemachine/timeouts.ts';
import type { Definition } from './asl-graph.ts';

const CANARY_ALARMS = ['canary-errors', 'canary-duration'];
const PRODUCTION_ALARMS = ['production-errors'];

/** ARN of the function behind a task, as the definition holds it. */
export const functionArn = (name: RolloutFunction): string => `arn:aws:lambda:eu-west-1:111111111111:function:${name}`;

/** Settings of a machine whose functions live elsewhere, so that their ARNs can be read in the definition. */
export function machineProps(stack: Stack, plan: Plan = DEFAULT_PLAN): RolloutMachineProps {
  const names = Object.keys(FUNCTION_TIMEOUT_SECONDS) as RolloutFunction[];
  const functions = Object.fromEntries(
    names.map((name) => [name, LambdaFunction.fromFunctionArn(stack, name, functionArn(name))]),
  ) as RolloutFunctions;
  return {
    plan,
    functions,
    canaryAlarmNames: CANARY_ALARMS,
    productionAlarmNames: PRODUCTION_ALARMS,
    newestVersion: '7',
    smokeTestPath: '/health',
  };
}

/** The definition that CloudFormation would get for a plan; the partition is the only token in it. */
export function definitionOf(plan: Plan = DEFAULT_PLAN): Definition {
  const stack = new Stack(new App(), 'Test');
  const machine = new RolloutMachine(stack, 'Rollout', machineProps(stack, plan));
  const rendered: unknown = stack.resolve((machine.stateMachine.node.defaultChild as CfnStateMachine).definitionString);
  return JSON.parse(textOf(rendered)) as Definition;
}

function textOf(rendered: unknown): string {
  if (typeof rendered === 'string') return rendered;
  const [separator, parts] = (rendered as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map(partOf).join(separator);
}

function partOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (JSON.stringify(part) === '{"Ref":"AWS::Partition"}') return 'aws';
  throw new Error(`unexpected token in the definition: ${JSON.stringify(part)}`);
}
