import * as events from 'aws-cdk-lib/aws-events';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { RELEASE_EVENTS } from '../../statemachine/contract/names.ts';
import { ON_DEPLOY } from './refused-deploys.ts';
import { startWith } from './rules.ts';

export interface QueuedDeploysProps {
  readonly serviceName: string;
  readonly machine: sfn.StateMachine;
  readonly undelivered: sqs.IQueue;
}

/**
 * A deploy while a release runs is refused. Once that is promoted, this asks again for the newest version, which the
 * claim releases if it was never tried, and if nothing else came since: the event may be late or come twice, and a
 * person may have reverted meanwhile. A release that was started so is announced as well; then nothing is new.
 *
 * Not after a rollback: it is announced before the service is free, and nobody can tell whether a person wanted it.
 */
export class QueuedDeploys extends Construct {
  constructor(scope: Construct, id: string, props: QueuedDeploysProps) {
    super(scope, id);
    const after = events.EventField.fromPath('$.detail.rollout');
    new events.Rule(this, 'Rule', {
      description: 'A release was promoted: release what was deployed while it ran',
      eventPattern: {
        source: [RELEASE_EVENTS.source],
        detailType: [RELEASE_EVENTS.detailType],
        detail: { service: [props.serviceName], kind: ['promoted'] },
      },
      targets: [startWith({ ...ON_DEPLOY, after }, props)],
    });
  }
}
