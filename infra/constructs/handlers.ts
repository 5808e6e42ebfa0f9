import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Deployed, PortName } from '../../statemachine/contract/function-row.ts';
import {
  byFunction,
  functionsOf,
  ROWS,
  type FunctionName,
  type OptionalFunction,
} from '../../statemachine/contract/functions.ts';
import { HandlerFunction } from './handler-function.ts';
import { executionsGrant, portGrants, type HandlerTargets } from './port-grants.ts';

export interface HandlersProps extends HandlerTargets {
  /** Folder that holds one folder per bundle, named after the handler's file. */
  readonly bundles: string;
  /** Gets a message to the roll-back function that failed after Lambda's own retries. */
  readonly undelivered: IQueue;
  /** Some functions have ports in some deployments only. */
  readonly deployed: Deployed;
  /** Whether the functions that bring users back keep concurrency of the account for themselves. */
  readonly reserveConcurrency: boolean;
}

/** One value for each function; perhaps none for those that some plans do without. */
type ByName<T> = Readonly<Record<Exclude<FunctionName, OptionalFunction>, T>> & {
  readonly [Name in OptionalFunction]?: T;
};

/**
 * The functions that carry out rollouts. Each has the calls that its ports make, on the resources they make them on.
 */
export class Handlers extends Construct {
  readonly functions: ByName<IFunction>;
  private readonly handlers: ByName<HandlerFunction>;

  constructor(scope: Construct, id: string, props: HandlersProps) {
    super(scope, id);
    const grants = portGrants(props);
    this.handlers = byFunction(
      functionsOf(props.deployed),
      (name) =>
        new HandlerFunction(this, constructId(name), {
          bundles: props.bundles,
          row: ROWS[name],
          reserve: props.reserveConcurrency,
          grants: portsOf(name, props.deployed).map((port) => grants[port]),
          ...(ROWS[name].keepsUndelivered ? { deadLetterQueue: props.undelivered } : {}),
        }),
    );
    this.functions = Object.fromEntries(
      Object.entries(this.handlers).map(([name, handler]) => [name, handler.function]),
    ) as unknown as ByName<IFunction>;
  }

  /**
   * Lets functions ask what became of an execution. Only those that the machine does not invoke may, and so refer to it
   * without closing a circle.
   */
  grantExecutions(machine: StateMachine): void {
    const grant = executionsGrant(machine);
    for (const [name, handler] of Object.entries(this.handlers))
      if (ROWS[name as FunctionName].ports.includes('executions')) handler.allow(grant);
  }
}

/** Id of a function's construct, which is in its log group's name and in its own. */
export const constructId = (name: FunctionName): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** Ports of this function that are granted before there is a machine. */
export function portsOf(name: FunctionName, deployed: Deployed): readonly PortName[] {
  const { ports, portsIf = {} } = ROWS[name];
  const sometimes = Object.entries(portsIf) as [PortName, (deployed: Deployed) => boolean][];
  return [
    ...ports.filter((port) => port !== 'executions'),
    ...sometimes.flatMap(([port, applies]) => (applies(deployed) ? [port] : [])),
  ];
}
