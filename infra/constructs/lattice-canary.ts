import { Duration } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Plan } from '../../statemachine/contract/plan.ts';
import { RolloutMachine } from '../../statemachine/rollout-machine.ts';
import type { AlarmThresholds } from '../settings.ts';
import { Aliases } from './aliases.ts';
import { Handlers } from './handlers.ts';
import { Lattice } from './lattice.ts';
import { RecordTable } from './record-table.ts';
import { Rules } from './rules.ts';
import { Topics } from './topics.ts';
import { Undelivered } from './undelivered.ts';
import { VersionAlarms } from './version-alarms.ts';

export interface LatticeCanaryProps {
  /**
   * The function to release. It has no fixed name, and its `currentVersion` is retained
   * (`currentVersionOptions: { removalPolicy: RETAIN_ON_UPDATE_OR_DELETE }`), because production keeps running
   * versions that the newest deploy did not publish.
   */
  readonly fn: lambda.Function;
  /**
   * Literal without spaces, unique in account and Region: key of the rollout record, last part of every alarm's
   * name, dimension of the weight metric. Must never change.
   */
  readonly serviceName: string;
  readonly plan: Plan;
  readonly alarms: AlarmThresholds;
  /** Path of the request with which a version is tested before users meet it. */
  readonly smokeTestPath: string;
  /** Folder that holds one folder per bundled handler. */
  readonly handlerBundles: string;
  /** Subscribed to the release events. @default - nobody */
  readonly email?: string;
  /** The VPC whose clients may call the service. @default - no VPC is associated, and nobody can reach the service */
  readonly vpcId?: string;
}

/** One function behind VPC Lattice, and everything that releases its versions step by step. */
export class LatticeCanary extends Construct {
  readonly serviceName: string;
  readonly aliases: Aliases;
  readonly lattice: Lattice;
  readonly rollbackTopic: sns.ITopic;
  readonly releaseEventsTopic: sns.ITopic;
  readonly stateMachine: sfn.StateMachine;
  /** The rollout record and its history; its items are keyed by `serviceName`. */
  readonly recordTable: Table;
  /** Requests for a rollback that nobody received. */
  readonly undelivered: IQueue;

  constructor(scope: Construct, id: string, props: LatticeCanaryProps) {
    super(scope, id);
    const { fn, serviceName } = props;
    this.serviceName = serviceName;
    this.aliases = new Aliases(this, 'Aliases', fn);
    this.lattice = new Lattice(this, 'Lattice', { aliases: this.aliases, ...(props.vpcId === undefined ? {} : { vpcId: props.vpcId }) });

    const topics = new Topics(this, 'Topics', props.email === undefined ? {} : { email: props.email });
    this.rollbackTopic = topics.rollback;
    this.releaseEventsTopic = topics.releaseEvents;
    const undelivered = new Undelivered(this, 'Undelivered', { serviceName, notify: topics.releaseEvents }).queue;
    this.undelivered = undelivered;

    const { canary, production } = this.versionAlarms(props);
    // The direct way: an alarm reaches the roll-back function over the topic without waiting for the machine.
    canary.alarms.forEach((alarm) => alarm.addAlarmAction(new SnsAction(topics.rollback)));

    const { table } = new RecordTable(this, 'Records');
    this.recordTable = table;
    const handlers = new Handlers(this, 'Handlers', {
      serviceName,
      fn,
      table,
      undelivered,
      aliases: this.aliases,
      lattice: this.lattice,
      releaseEvents: topics.releaseEvents,
      bundles: props.handlerBundles,
    });
    topics.rollback.addSubscription(new LambdaSubscription(handlers.rollBack, { deadLetterQueue: undelivered }));

    this.stateMachine = new RolloutMachine(this, 'Rollout', {
      plan: props.plan,
      functions: handlers,
      canaryAlarmNames: canary.names,
      productionAlarmNames: production.names,
      newestVersion: fn.currentVersion.version,
      smokeTestPath: props.smokeTestPath,
    }).stateMachine;

    new Rules(this, 'Rules', { machine: this.stateMachine, canaryAlarms: canary.alarms, undelivered });
    handlers.letWatchdogDescribe(this.stateMachine);
    new events.Rule(this, 'WatchdogSchedule', {
      description: 'Each minute: repair what nobody reported',
      schedule: events.Schedule.rate(Duration.minutes(1)),
      // A round that comes late is worth nothing: the next one is already there.
      targets: [new LambdaFunction(handlers.watchdog, { maxEventAge: Duration.minutes(1), retryAttempts: 2 })],
    });
  }

  private versionAlarms({ serviceName, alarms }: LatticeCanaryProps): { readonly canary: VersionAlarms; readonly production: VersionAlarms } {
    const shared = { serviceName, thresholds: alarms };
    return {
      canary: new VersionAlarms(this, 'CanaryAlarms', {
        ...shared,
        subject: 'canary',
        alias: this.aliases.canary,
        targetGroupId: this.lattice.canaryTargetGroup.attrId,
      }),
      // For people and for the rollout's own last gate. Without actions: rolling back a canary does not mend production.
      production: new VersionAlarms(this, 'ProductionAlarms', {
        ...shared,
        subject: 'production',
        alias: this.aliases.production,
        targetGroupId: this.lattice.productionTargetGroup.attrId,
      }),
    };
  }
}
