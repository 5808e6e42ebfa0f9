import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { byFunction, ROLLOUT_FUNCTIONS, type RolloutFunction } from '../statemachine/contract/functions.ts';
import { DEFAULT_PLAN, type Plan } from '../statemachine/contract/plan.ts';
import type { RolloutMachineProps } from '../statemachine/parts.ts';
import { RolloutMachine } from '../statemachine/rollout-machine.ts';
import type { Definition } from './asl-graph.ts';

const CANARY_ALARMS = ['canary-errors', 'canary-duration'];
const PRODUCTION_ALARMS = ['production-errors'];

/** Nothing is written there; without it each app makes a folder of its own that stays. */
const OUT = join(tmpdir(), 'lattice-canary-definitions');

/** ARN of the function behind a task, as the definition holds it. */
export const functionArn = (name: RolloutFunction): string => `arn:aws:lambda:eu-west-1:111111111111:function:${name}`;

const aliasArn = (alias: string) => `arn:aws:lambda:eu-west-1:111111111111:function:orders:${alias}`;

/** Settings of a machine whose functions live elsewhere, so that their ARNs can be read in the definition. */
export function machineProps(stack: Stack, plan: Plan = DEFAULT_PLAN): RolloutMachineProps {
  const functions = byFunction(ROLLOUT_FUNCTIONS, (name) =>
    LambdaFunction.fromFunctionArn(stack, name, functionArn(name)),
  );
  return {
    plan,
    functions,
    ownReach: {
      table: { name: 'records', arn: 'arn:aws:dynamodb:eu-west-1:111111111111:table/records' },
      serviceName: 'orders',
      listener: {
        arn: 'arn:aws:vpc-lattice:eu-west-1:111111111111:service/svc-1/listener/listener-1',
        serviceId: 'svc-1',
        listenerId: 'listener-1',
        productionTargetGroupId: 'tg-production',
        canaryTargetGroupId: 'tg-canary',
      },
    },
    canaryAlarmNames: CANARY_ALARMS,
    productionAlarmNames: PRODUCTION_ALARMS,
    newestVersion: '7',
    smokeTestPath: '/health',
    aliasArns: { production: aliasArn('production'), canary: aliasArn('canary'), previous: aliasArn('previous') },
  };
}

/** The definition that CloudFormation would get for a plan; the partition is the only token in it. */
export function definitionOf(plan: Plan = DEFAULT_PLAN, more: Partial<RolloutMachineProps> = {}): Definition {
  const stack = new Stack(new App({ outdir: OUT }), 'Test');
  const machine = new RolloutMachine(stack, 'Rollout', { ...machineProps(stack, plan), ...more });
  const rendered: unknown = stack.resolve((machine.stateMachine.node.defaultChild as CfnStateMachine).definitionString);
  return JSON.parse(textOf(rendered)) as Definition;
}

export function textOf(rendered: unknown): string {
  if (typeof rendered === 'string') return rendered;
  const [separator, parts] = (rendered as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map(partOf).join(separator);
}

function partOf(part: unknown): string {
  if (typeof part === 'string') return part;
  if (JSON.stringify(part) === '{"Ref":"AWS::Partition"}') return 'aws';
  throw new Error(`unexpected token in the definition: ${JSON.stringify(part)}`);
}
