import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { WRITER_TIMEOUT_SECONDS } from '../../statemachine/contract/plan.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../statemachine/timeouts.ts';
import { HandlerFunction } from './handler-function.ts';
import { portGrants, type Grant, type HandlerTargets } from './port-grants.ts';

export interface HandlersProps extends HandlerTargets {
  /** Folder that holds one folder per bundle, named after the handler's file. */
  readonly bundles: string;
  /** Gets a message to the roll-back function that failed after Lambda's own retries. */
  readonly undelivered: IQueue;
  /** True where the plan lets a rollback look at alarms first. */
  readonly rollBackReadsAlarms: boolean;
}

/**
 * The functions that carry out rollouts. Each has the calls that its ports make, on the resources they make them on.
 */
export class Handlers extends Construct {
  readonly claim: IFunction;
  readonly smokeTest: IFunction;
  readonly shift: IFunction;
  readonly check: IFunction;
  readonly promote: IFunction;
  readonly revert: IFunction;
  readonly goOn: IFunction;
  readonly close: IFunction;
  readonly rollBack: IFunction;
  readonly confirm: IFunction;
  readonly watchdog: IFunction;
  private readonly watchdogHandler: HandlerFunction;

  constructor(scope: Construct, id: string, props: HandlersProps) {
    super(scope, id);
    const ports = portGrants(props);
    const seconds = FUNCTION_TIMEOUT_SECONDS;
    const handler = (
      constructId: string,
      name: string,
      description: string,
      timeoutSeconds: number,
      grants: readonly Grant[],
      deadLetterQueue?: IQueue,
    ): HandlerFunction =>
      new HandlerFunction(this, constructId, {
        bundles: props.bundles,
        name,
        description,
        timeoutSeconds,
        environment: Object.assign({}, ...grants.map((grant) => grant.environment)),
        permissions: grants.flatMap((grant) => grant.permissions),
        ...(deadLetterQueue === undefined ? {} : { deadLetterQueue }),
      });

    const claim = [ports.records, ports.versions, ports.listenerRead, ports.alarms, ports.announcer];
    this.claim = handler('Claim', 'claim', 'Claims the service for a rollout', seconds.claim, claim).function;

    this.smokeTest = handler(
      'SmokeTest',
      'smoke-test',
      'Invokes an alias until the right version answers well',
      seconds.smokeTest,
      [ports.invoker],
    ).function;

    const shift = [ports.records, ports.listener, ports.announcer, ports.meter];
    this.shift = handler('Shift', 'shift', 'Writes the weights of one step', seconds.shift, shift).function;

    // It notes and announces that a rollout is held.
    const check = [ports.records, ports.listenerRead, ports.aliasesRead, ports.alarms, ports.traffic, ports.announcer];
    this.check = handler('Check', 'check', 'Judges a weight by alarms and traffic', seconds.check, check).function;

    // It takes its own move back when a rollback overtook it, and must then see whether there is a version to go back
    // to.
    const promote = [ports.records, ports.versions];
    this.promote = handler(
      'Promote',
      'promote',
      "Points the production alias at the canary's version",
      seconds.promote,
      promote,
    ).function;

    this.revert = handler('Revert', 'revert', 'Points the production alias at the version before', seconds.revert, [
      ports.records,
      ports.versions,
    ]).function;

    this.goOn = handler('GoOn', 'go-on', 'Tells a rollout that is held to go on', seconds.goOn, [
      ports.records,
    ]).function;

    this.close = handler('Close', 'close', 'Ends a rollout and announces how', seconds.close, [
      ports.records,
      ports.announcer,
    ]).function;

    // It looks at alarms where the plan holds the weights while production is broken too.
    const rollBack = [
      ports.records,
      ports.listener,
      ports.versions,
      ports.announcer,
      ports.meter,
      ...(props.rollBackReadsAlarms ? [ports.alarms] : []),
    ];
    this.rollBack = handler(
      'RollBack',
      'roll-back',
      'Gives production every request',
      seconds.rollBack,
      rollBack,
      props.undelivered,
    ).function;

    const confirm = [ports.records, ports.listenerRead, ports.versionsRead];
    this.confirm = handler('Confirm', 'confirm', 'Looks whether a rollback holds', seconds.confirm, confirm).function;

    const watchdog = [ports.records, ports.listener, ports.versions, ports.announcer, ports.meter];
    this.watchdogHandler = handler(
      'Watchdog',
      'watchdog',
      'Repairs each minute what nobody reported',
      WRITER_TIMEOUT_SECONDS,
      watchdog,
    );
    this.watchdog = this.watchdogHandler.function;
  }

  /**
   * The watchdog asks what became of an execution. It is the one handler that the machine does not invoke, and so the
   * one that may refer to it without closing a circle.
   */
  letWatchdogDescribe(machine: StateMachine): void {
    const executions = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${machine.stateMachineName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.watchdogHandler.allow({ actions: ['states:DescribeExecution'], resources: [executions] });
  }
}
