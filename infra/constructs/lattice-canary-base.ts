import { Duration } from 'aws-cdk-lib/core';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { CfnTargetGroup } from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import {
  type AnswerMetrics,
  answerMetrics,
  type AnswersFrom,
  answerSource,
} from '../../statemachine/contract/answer-metrics.ts';
import { WEIGHT_METRIC } from '../../statemachine/contract/names.ts';
import type { Side } from './alarm-kind.ts';
import { answerMetric } from './alarm-metrics.ts';
import type { Aliases } from './aliases.ts';
import type { Lattice } from './lattice.ts';
import type { Preview } from './preview.ts';

/**
 * What a service that is released offers to the rest of an app: its parts, its metrics, and permissions to give. What
 * nobody asks for is not in the template.
 */
export abstract class LatticeCanaryBase extends Construct {
  /** The function that is released. */
  abstract readonly fn: lambda.Function;
  /** Key of the rollout record, last part of every alarm's name. */
  abstract readonly serviceName: string;
  abstract readonly aliases: Aliases;
  abstract readonly lattice: Lattice;
  /** Only where testers have a way of their own. */
  abstract readonly preview?: Preview;
  abstract readonly rollbackTopic: sns.ITopic;
  abstract readonly releaseEventsTopic: sns.ITopic;
  abstract readonly stateMachine: sfn.StateMachine;
  /** Says "go on" to a release, and nothing else; only where a step of the plan has `approve`. */
  abstract readonly answerMachine?: sfn.StateMachine;
  /** The rollout record and its history; its items are keyed by `serviceName`. */
  abstract readonly recordTable: Table;
  /** Requests for a rollback that nobody received. */
  abstract readonly undelivered: IQueue;
  /** Undefined when it was left out. */
  abstract readonly dashboard?: { readonly url: string };
  /** How many promoted versions `prune` keeps, where the plan says so. */
  abstract readonly keepPromoted?: number;
  /** Of the listener that this stack makes. */
  abstract readonly protocol: 'HTTP' | 'HTTPS';
  /** Whether the listener is one of others, which is adopted before anything is released. */
  abstract readonly adoptsListener: boolean;
  /** Where answers are counted. */
  protected abstract readonly answersFrom: AnswersFrom;

  /**
   * Lets somebody start executions: release a version, and also hold, go on, revert and roll back, for IAM cannot tell
   * inputs apart. Reading how an execution ends is `stateMachine.grants.read`.
   */
  grantStart(grantee: iam.IGrantable): iam.Grant {
    return this.stateMachine.grants.startExecution(grantee);
  }

  /**
   * Lets somebody approve: say "go on" to a release that waits for it, or pause it, and start none.
   * @throws Error where no step of the plan has `approve`
   */
  grantApprove(grantee: iam.IGrantable): iam.Grant {
    if (this.answerMachine === undefined)
      throw new Error('grantApprove: got a plan without a step that has "approve": true, expected at least one');
    return this.answerMachine.grants.startExecution(grantee);
  }

  /** Lets somebody stop executions of this machine, which rolls back what they released. */
  grantAbort(grantee: iam.IGrantable): iam.Grant {
    return this.stateMachine.grants.execution(grantee, 'states:StopExecution');
  }

  /**
   * Lets somebody publish to the rollback topic, which rolls back whatever runs and does nothing else; with the
   * topic's key, where it has one.
   */
  grantRollBack(grantee: iam.IGrantable): iam.Grant {
    return this.rollbackTopic.grantPublish(grantee);
  }

  /** The canary's live weight in percent. @default - maximum over 1 minute */
  metricWeight(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: WEIGHT_METRIC.namespace,
      metricName: WEIGHT_METRIC.name,
      dimensionsMap: { [WEIGHT_METRIC.dimension]: this.serviceName },
      statistic: 'Maximum',
      period: Duration.minutes(1),
      ...options,
    });
  }

  /** Requests that VPC Lattice passed on to one side, as `answersFrom` counts them. @default - sum over 1 minute */
  metricRequests(side: Side, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return answerMetric(this.answersOf(side), 'requests', options);
  }

  /**
   * Answers with status 5XX that clients got from one side, as `answersFrom` counts them. @default - sum over 1 minute
   */
  metricServerErrors(side: Side, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return answerMetric(this.answersOf(side), 'serverErrors', options);
  }

  /**
   * Milliseconds that a request to one side took, always by VPC Lattice's own metric. @default - p99, below which 99 %
   * are, over 1 minute
   */
  metricRequestTime(side: Side, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/VpcLattice',
      metricName: 'RequestTime',
      dimensionsMap: { TargetGroup: this.targetGroupOf(side).attrId },
      statistic: 'p99',
      period: Duration.minutes(1),
      ...options,
    });
  }

  /** Exceptions and time-outs of the function on one side. @default - sum over 1 minute */
  metricErrors(side: Side, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.aliases[side].metricErrors({ ...SUM_OF_A_MINUTE, ...options });
  }

  /** Executions that began: releases, and rollbacks that events asked for. @default - sum over 1 minute */
  metricExecutionsStarted(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachine.metricStarted({ ...SUM_OF_A_MINUTE, ...options });
  }

  /** Executions that did what was asked of them. @default - sum over 1 minute */
  metricExecutionsSucceeded(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachine.metricSucceeded({ ...SUM_OF_A_MINUTE, ...options });
  }

  /** Executions that were rolled back, refused, or failed. @default - sum over 1 minute */
  metricExecutionsFailed(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachine.metricFailed({ ...SUM_OF_A_MINUTE, ...options });
  }

  /** Executions that somebody stopped. @default - sum over 1 minute */
  metricExecutionsAborted(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachine.metricAborted({ ...SUM_OF_A_MINUTE, ...options });
  }

  /** Executions that took longer than any can. @default - sum over 1 minute */
  metricExecutionsTimedOut(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.stateMachine.metricTimedOut({ ...SUM_OF_A_MINUTE, ...options });
  }

  protected answersOf(side: Side): AnswerMetrics {
    const { attrArn, attrId } = this.targetGroupOf(side);
    return answerMetrics(answerSource(this.answersFrom), (by) => ({ id: attrId, arn: attrArn })[by]);
  }

  protected targetGroupOf(side: Side): CfnTargetGroup {
    return side === 'canary' ? this.lattice.canaryTargetGroup : this.lattice.productionTargetGroup;
  }
}

const SUM_OF_A_MINUTE = { statistic: 'Sum', period: Duration.minutes(1) };
