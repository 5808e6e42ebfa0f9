import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ErrorName } from '../../statemachine/contract/errors.ts';
import { RELEASE_EVENTS, RELEASE_ROLLED_BACK } from '../../statemachine/contract/names.ts';
import { ON_DEPLOY } from './refused-deploys.ts';
import { startWith } from './rules.ts';

export interface QueuedDeploysProps {
  readonly serviceName: string;
  readonly machine: sfn.StateMachine;
  readonly undelivered: sqs.IQueue;
}

/**
 * A deploy while a release runs is refused. Once that has ended, this asks again for the newest version, which the
 * claim releases if it was never tried, and if nothing else came since: the event may be late or come twice, and a
 * person may have reverted meanwhile. A release that was started so ends as well; then nothing is new.
 *
 * Not after a rollback or a revert that a person asked for: somebody wants peace. A rollback is announced before the
 * service is free, so that the end of the release's own execution is heard, which comes after: FAILED with a cause
 * that says who wanted it. An aborted one ends ABORTED. Step Functions emits this best effort: a lost one releases
 * nothing.
 */
export class QueuedDeploys extends Construct {
  constructor(scope: Construct, id: string, props: QueuedDeploysProps) {
    super(scope, id);
    const after = (path: string) => [startWith({ ...ON_DEPLOY, after: events.EventField.fromPath(path) }, props)];
    new events.Rule(this, 'Rule', {
      description: 'A release was promoted: release what was deployed while it ran',
      eventPattern: {
        source: [RELEASE_EVENTS.source],
        detailType: [RELEASE_EVENTS.detailType],
        detail: { service: [props.serviceName], kind: ['promoted'] },
      },
      targets: after('$.detail.rollout'),
    });
    new events.Rule(this, 'RolledBack', {
      description: 'A release was rolled back, and nobody had asked for that: release what was deployed while it ran',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: [props.machine.stateMachineArn],
          status: ['FAILED'],
          error: [ErrorName.CanaryRolledBack],
          cause: events.Match.prefix(RELEASE_ROLLED_BACK),
        },
      },
      targets: after('$.detail.executionArn'),
    });
  }
}
