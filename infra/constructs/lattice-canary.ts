import { Duration } from 'aws-cdk-lib/core';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, type IConstruct } from 'constructs';
import { RolloutMachine } from '../../statemachine/rollout-machine.ts';
import { defaultHandlerBundles } from '../bundling/index.ts';
import { addOutputs } from './outputs.ts';
import { acknowledgeWildcards } from './wildcards.ts';
import { Aliases } from './aliases.ts';
import { readOptions, requireUnique, type CanaryOptions } from './canary-options.ts';
import { ReleaseDashboard } from './dashboard.ts';
import { extraAlarms } from './extra-alarms.ts';
import { FailedRollbacks } from './failed-rollbacks.ts';
import { Handlers } from './handlers.ts';
import { Lattice } from './lattice.ts';
import type { LatticeCanaryProps } from './lattice-canary-props.ts';
import { RecordTable } from './record-table.ts';
import { requireReleasable } from './releasable-function.ts';
import { Rules } from './rules.ts';
import { Topics } from './topics.ts';
import { Undelivered } from './undelivered.ts';
import { VersionAlarms } from './version-alarms.ts';

export type { LatticeCanaryProps, PlanOptions } from './lattice-canary-props.ts';

const MARK = Symbol.for('lattice-canary.LatticeCanary');
const isCanary = (each: IConstruct): each is LatticeCanary => MARK in each;

/**
 * One function behind VPC Lattice, and everything that releases its versions step by step. May stand several times in
 * one stack: each has names, records and rollouts of its own.
 *
 * @throws Error when the function cannot be released or an option cannot be used, naming what was got and expected
 */
export class LatticeCanary extends Construct {
  /** The function that is released. */
  readonly fn: lambda.Function;
  /** Key of the rollout record, last part of every alarm's name. */
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
  /** Undefined when it was left out. */
  readonly dashboard?: ReleaseDashboard;

  constructor(scope: Construct, id: string, props: LatticeCanaryProps) {
    super(scope, id);
    const options = readOptions(this, props);
    const { fn, encryptionKey } = props;
    const { serviceName } = options;
    this.fn = fn;
    this.serviceName = serviceName;
    Object.defineProperty(this, MARK, { value: true });
    requireUnique(this, serviceName, canariesOf(this));
    requireReleasable(this, fn);
    const extra = extraAlarms(this, props.extraAlarms ?? []);

    this.aliases = new Aliases(this, 'Aliases', fn, options.initialVersion);
    this.lattice = new Lattice(this, 'Lattice', { ...options, aliases: this.aliases });

    const topics = new Topics(this, 'Topics', { email: options.email, encryptionKey });
    this.rollbackTopic = topics.rollback;
    this.releaseEventsTopic = topics.releaseEvents;
    const undelivered = new Undelivered(this, 'Undelivered', { serviceName, notify: topics.releaseEvents }).queue;
    this.undelivered = undelivered;

    const { canary, production } = this.versionAlarms(options);
    // The direct way: an alarm reaches the roll-back function over the topic without waiting for the machine.
    canary.alarms.forEach((alarm) => alarm.addAlarmAction(new SnsAction(topics.rollback)));

    const { table } = new RecordTable(this, 'Records');
    this.recordTable = table;
    const made = new Handlers(this, 'Handlers', {
      serviceName,
      fn,
      table,
      undelivered,
      encryptionKey,
      aliases: this.aliases,
      lattice: this.lattice,
      releaseEvents: topics.releaseEvents,
      plan: options.plan,
      bundles: props.handlerBundles ?? defaultHandlerBundles(),
    });
    const handlers = made.functions;
    topics.rollback.addSubscription(new LambdaSubscription(handlers.rollBack, { deadLetterQueue: undelivered }));

    this.stateMachine = new RolloutMachine(this, 'Rollout', {
      plan: options.plan,
      functions: handlers,
      canaryAlarmNames: [...canary.names, ...extra.names],
      productionAlarmNames: [...production.names, ...extra.names],
      newestVersion: fn.currentVersion.version,
      smokeTestPath: options.smokeTestPath,
    }).stateMachine;
    const machine = this.stateMachine;

    new Rules(this, 'Rules', {
      machine,
      undelivered,
      canaryAlarms: canary.alarms,
      extraAlarmArns: extra.arns,
      releaseOnDeploy: options.releaseOnDeploy,
    });
    made.grantExecutions(machine);
    new events.Rule(this, 'WatchdogSchedule', {
      description: 'Each minute: repair what nobody reported',
      schedule: events.Schedule.rate(Duration.minutes(1)),
      // A round that comes late is worth nothing: the next one is already there.
      targets: [new LambdaFunction(handlers.watchdog, { maxEventAge: Duration.minutes(1), retryAttempts: 2 })],
    });
    new FailedRollbacks(this, 'FailedRollbacks', {
      serviceName,
      machine,
      undelivered,
      functionName: fn.functionName,
      watchdog: handlers.watchdog,
      lattice: this.lattice,
      notify: topics.releaseEvents,
    });
    if (options.dashboard) {
      const alarms = [...canary.alarms, ...production.alarms];
      this.dashboard = new ReleaseDashboard(this, 'Dashboard', {
        serviceName,
        machine,
        undelivered,
        alarms,
        aliases: this.aliases,
        lattice: this.lattice,
      });
    }
    acknowledgeWildcards(this, machine);
  }

  /**
   * Adds the outputs that people, scripts and `prune` read after a deploy, to the stack. Their names are an interface:
   * they do not change.
   *
   * @param prefix begins each name, for a stack with several services. Nothing unless told
   */
  addOutputs(prefix = ''): void {
    addOutputs(this, prefix);
  }

  private versionAlarms({ serviceName, alarms }: CanaryOptions): {
    readonly canary: VersionAlarms;
    readonly production: VersionAlarms;
  } {
    const shared = { serviceName, thresholds: alarms };
    return {
      canary: new VersionAlarms(this, 'CanaryAlarms', {
        ...shared,
        subject: 'canary',
        alias: this.aliases.canary,
        targetGroupId: this.lattice.canaryTargetGroup.attrId,
      }),
      // For people and for the rollout's own last gate. Without actions: rolling back a canary does not mend
      // production.
      production: new VersionAlarms(this, 'ProductionAlarms', {
        ...shared,
        subject: 'production',
        alias: this.aliases.production,
        targetGroupId: this.lattice.productionTargetGroup.attrId,
      }),
    };
  }
}

/** Every one of the app, also one that another copy of this module made. */
function canariesOf(scope: Construct): { readonly construct: Construct; readonly serviceName: string }[] {
  return scope.node.root.node
    .findAll()
    .filter(isCanary)
    .map((construct) => ({ construct, serviceName: construct.serviceName }));
}
