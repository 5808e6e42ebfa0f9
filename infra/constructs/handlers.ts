import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Deployed, PortName } from '../../statemachine/contract/function-row.ts';
import { byFunction, FUNCTION_NAMES, ROWS, type FunctionName } from '../../statemachine/contract/functions.ts';
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

/**
 * The functions that carry out rollouts. Each has the calls that its ports make, on the resources they make them on.
 */
export class Handlers extends Construct {
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  private readonly handlers: Readonly<Record<FunctionName, HandlerFunction>>;

  constructor(scope: Construct, id: string, props: HandlersProps) {
    super(scope, id);
    const grants = portGrants(props);
    this.handlers = byFunction(
      FUNCTION_NAMES,
      (name) =>
        new HandlerFunction(this, constructId(name), {
          bundles: props.bundles,
          row: ROWS[name],
          reserve: props.reserveConcurrency,
          grants: portsOf(name, props.deployed).map((port) => grants[port]),
          ...(ROWS[name].keepsUndelivered ? { deadLetterQueue: props.undelivered } : {}),
        }),
    );
    this.functions = byFunction(FUNCTION_NAMES, (name) => this.handlers[name].function);
  }

  /**
   * Lets functions ask what became of an execution. Only those that the machine does not invoke may, and so refer to it
   * without closing a circle.
   */
  grantExecutions(machine: StateMachine): void {
    const grant = executionsGrant(machine);
    for (const name of FUNCTION_NAMES) if (ROWS[name].ports.includes('executions')) this.handlers[name].allow(grant);
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
