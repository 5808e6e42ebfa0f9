import { Duration } from 'aws-cdk-lib/core';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct, IConstruct } from 'constructs';
import { type AnswersFrom, answerSource } from '../../statemachine/contract/answer-metrics.ts';
import { asksForApproval } from '../../statemachine/contract/pauses.ts';
import { Env } from '../../statemachine/contract/names.ts';
import { AnswerMachine } from '../../statemachine/answer-machine.ts';
import { RolloutMachine } from '../../statemachine/rollout-machine.ts';
import { defaultHandlerBundles } from '../bundling/index.ts';
import { addOutputs } from './outputs.ts';
import { acknowledgeWildcards } from './wildcards.ts';
import { AccessLogs } from './access-logs.ts';
import type { Side } from './alarm-kind.ts';
import { Aliases } from './aliases.ts';
import { readOptions, requireUnique, type CanaryOptions } from './canary-options.ts';
import { requireDefinitionFits } from './definition-size.ts';
import { ReleaseDashboard } from './dashboard.ts';
import { ExtraAlarms } from './extra-alarms.ts';
import { FailedRollbacks } from './failed-rollbacks.ts';
import { Handlers } from './handlers.ts';
import { keepFunction } from './kept-function.ts';
import { keepServing } from './kept-serving.ts';
import { Lattice } from './lattice.ts';
import { LatticeCanaryBase } from './lattice-canary-base.ts';
import type { LatticeCanaryProps } from './lattice-canary-props.ts';
import { refuseOtherAliases } from './other-aliases.ts';
import { ownReach } from './own-reach.ts';
import { Preview } from './preview.ts';
import { RecordTable } from './record-table.ts';
import { QueuedDeploys } from './queued-deploys.ts';
import { RefusedDeploys } from './refused-deploys.ts';
import { requireReleasable } from './releasable-function.ts';
import { Rules } from './rules.ts';
import { Topics } from './topics.ts';
import { warnOfStackTags } from './untagged.ts';
import { warnOfUnversioned } from './unversioned-values.ts';
import { Undelivered } from './undelivered.ts';
import { type CanaryAlarms, VersionAlarms } from './version-alarms.ts';

export type { HookOptions, LatticeCanaryProps, PlanOptions } from './lattice-canary-props.ts';

const MARK = Symbol.for('lattice-canary.LatticeCanary');
const isCanary = (each: IConstruct): each is LatticeCanary => MARK in each;

/**
 * One function behind VPC Lattice, and everything that releases its versions step by step. May stand several times in
 * one stack: each has names, records and rollouts of its own.
 *
 * @throws Error when the function cannot be released or an option cannot be used, naming what was got and expected
 */
export class LatticeCanary extends LatticeCanaryBase {
  readonly fn: lambda.Function;
  readonly serviceName: string;
  readonly aliases: Aliases;
  readonly lattice: Lattice;
  readonly preview?: Preview;
  readonly rollbackTopic: sns.ITopic;
  readonly releaseEventsTopic: sns.ITopic;
  readonly stateMachine: sfn.StateMachine;
  readonly answerMachine?: sfn.StateMachine;
  readonly recordTable: Table;
  readonly undelivered: IQueue;
  readonly dashboard?: ReleaseDashboard;
  readonly alarms: CanaryAlarms;
  /** Lines of VPC Lattice, one a request; only with `answersFrom: 'access-logs'`. */
  readonly accessLogs?: ILogGroup;
  readonly keepPromoted?: number;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly adoptsListener: boolean;
  protected readonly answersFrom: AnswersFrom;
  private readonly extraAlarms: ExtraAlarms;
  private readonly rules: Rules;

  constructor(scope: Construct, id: string, props: LatticeCanaryProps) {
    super(scope, id);
    const options = readOptions(this, props);
    const { fn, encryptionKey } = props;
    const { serviceName } = options;
    this.fn = fn;
    this.serviceName = serviceName;
    this.answersFrom = options.answersFrom;
    this.protocol = options.protocol;
    this.adoptsListener = options.listener !== undefined;
    if (options.plan.keepPromoted !== undefined) this.keepPromoted = options.plan.keepPromoted;
    Object.defineProperty(this, MARK, { value: true });
    requireUnique(this, serviceName, canariesOf(this));
    requireReleasable(this, fn);
    keepFunction(this, fn);
    warnOfStackTags(this);
    warnOfUnversioned(this, fn);
    const extra = new ExtraAlarms(this, props.extraAlarms ?? []);
    this.extraAlarms = extra;

    const { aliasPrefix, listener, preview, initialVersion } = options;
    const previewVersion = preview && (preview.initialVersion ?? initialVersion);
    this.aliases = new Aliases(this, 'Aliases', fn, initialVersion, previewVersion, aliasPrefix);
    refuseOtherAliases(this, fn, this.aliases);
    this.lattice = new Lattice(this, 'Lattice', { ...options, aliases: this.aliases });
    if (listener !== undefined) keepServing(this);
    if (preview !== undefined && this.aliases.preview !== undefined)
      this.preview = new Preview(this, 'Preview', {
        ...options,
        options: preview,
        alias: this.aliases.preview,
        lattice: this.lattice,
      });
    if (options.answersFrom === 'access-logs')
      this.accessLogs = new AccessLogs(this, 'AccessLogs', { serviceArn: this.lattice.serviceArn }).logGroup;

    const topics = new Topics(this, 'Topics', { email: options.email, encryptionKey });
    this.rollbackTopic = topics.rollback;
    this.releaseEventsTopic = topics.releaseEvents;
    const deadLetters = new Undelivered(this, 'Undelivered', { serviceName, notify: topics.releaseEvents });
    const undelivered = deadLetters.queue;
    this.undelivered = undelivered;

    const canary = this.versionAlarms('CanaryAlarms', 'canary', options);
    // For people and for the rollout's own last gate. Without actions: rolling back a canary does not mend production.
    const production = this.versionAlarms('ProductionAlarms', 'production', options);
    // The direct way: an alarm reaches the roll-back function over the topic without waiting for the machine.
    const canaryAlarms = Object.values(canary.byKind);
    canaryAlarms.forEach((alarm) => alarm.addAlarmAction(new SnsAction(topics.rollback)));

    const { table } = new RecordTable(this, 'Records');
    this.recordTable = table;
    const made = new Handlers(this, 'Handlers', {
      serviceName,
      fn,
      table,
      undelivered,
      encryptionKey,
      aliases: this.aliases,
      aliasPrefix,
      lattice: this.lattice,
      releaseEvents: topics.releaseEvents,
      previewGroup: listener && this.preview ? { [Env.previewTargetGroupId]: this.preview.targetGroup.attrId } : {},
      deployed: { ...options.plan, preview, listener },
      hooks: [...new Set((options.plan.hooks ?? []).map((hook) => hook.fn))],
      provisionedConcurrency: options.plan.provisionedConcurrency,
      answersFrom: options.answersFrom,
      reserveConcurrency: options.reserveConcurrency,
      bundles: props.handlerBundles ?? defaultHandlerBundles(),
    });
    const handlers = made.functions;
    topics.rollback.addSubscription(new LambdaSubscription(handlers.rollBack, { deadLetterQueue: undelivered }));

    const { plan } = options;
    const answersElsewhere = asksForApproval(plan);
    if (answersElsewhere)
      this.answerMachine = new AnswerMachine(this, 'Answers', { plan, functions: handlers }).stateMachine;
    this.stateMachine = new RolloutMachine(this, 'Rollout', {
      answersElsewhere,
      plan: options.plan,
      functions: handlers,
      ownReach: ownReach(serviceName, table, this.lattice),
      canaryAlarmNames: extra.namesWith(canary.names),
      productionAlarmNames: extra.namesWith(production.names),
      alarmLimits: canary.limits,
      newestVersion: fn.currentVersion.version,
      smokeTestPath: options.smokeTestPath,
      aliasArns: {
        production: this.aliases.production.functionArn,
        canary: this.aliases.canary.functionArn,
        previous: this.aliases.previous.functionArn,
      },
      answersFrom: options.answersFrom,
      existingListener: this.adoptsListener,
    }).stateMachine;
    const machine = this.stateMachine;
    requireDefinitionFits(this, machine);

    this.rules = new Rules(this, 'Rules', {
      machine,
      undelivered,
      canaryAlarms,
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
    const { watchdogAlarm } = new FailedRollbacks(this, 'FailedRollbacks', {
      serviceName,
      machine,
      undelivered,
      functionName: fn.functionName,
      watchdog: handlers.watchdog,
      lattice: this.lattice,
      notify: topics.releaseEvents,
    });
    if (options.releaseOnDeploy) {
      new QueuedDeploys(this, 'QueuedDeploys', { serviceName, machine, undelivered });
      new RefusedDeploys(this, 'RefusedDeploys', { serviceName, machine, undelivered, notify: topics.releaseEvents });
    }
    this.alarms = {
      canary: canary.byKind,
      production: production.byKind,
      rollbackUndelivered: deadLetters.alarm,
      watchdogErrors: watchdogAlarm,
    };
    if (options.dashboard) {
      const alarms = [...canaryAlarms, ...Object.values(production.byKind)];
      const { answersFrom } = options;
      this.dashboard = new ReleaseDashboard(this, 'Dashboard', { canary: this, alarms, answersFrom });
    }
    acknowledgeWildcards(this, machine, fn, { ...options.plan, preview, listener }, this.lattice.listenerArn);
  }

  /**
   * Adds the outputs that people, scripts and `prune` read after a deploy, to the stack. Their names are an interface:
   * they do not change.
   *
   * @param prefix begins each name, for a stack with several services. Nothing unless told
   * @throws Error when another service of the stack has outputs under this prefix
   */
  addOutputs(prefix = ''): void {
    addOutputs(this, prefix);
  }

  /**
   * Lets one more alarm of yours judge releases, as those of `extraAlarms` do; at most 20 together. To be called before
   * the app is synthesized.
   *
   * @throws Error for an alarm that is made here, and for what `extraAlarms` refuses, naming what was got and expected
   */
  addAlarm(alarm: cloudwatch.IAlarm | string): void {
    const { canary, production, rollbackUndelivered, watchdogErrors } = this.alarms;
    const made = [...Object.values(canary), ...Object.values(production), rollbackUndelivered, watchdogErrors];
    this.rules.addExtraAlarm(this.extraAlarms.add(alarm, made));
  }

  private versionAlarms(id: string, side: Side, options: CanaryOptions): VersionAlarms {
    const { serviceName, alarms, answersFrom } = options;
    return new VersionAlarms(this, id, {
      side,
      serviceName,
      thresholds: alarms,
      answersCounted: answersFrom !== 'none',
      alias: this.aliases[side],
      answers: this.answersOf(side),
      lateMinutes: answerSource(answersFrom).lateSeconds / 60,
    });
  }
}

/** Every one of the app, also one that another copy of this module made. */
function canariesOf(scope: Construct): { readonly construct: Construct; readonly serviceName: string }[] {
  return scope.node.root.node
    .findAll()
    .filter(isCanary)
    .map((construct) => ({ construct, serviceName: construct.serviceName }));
}
