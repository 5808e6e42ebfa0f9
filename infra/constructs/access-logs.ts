import { Names, RemovalPolicy } from 'aws-cdk-lib/core';
import { FilterPattern, LogGroup, type IFilterPattern, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnAccessLogSubscription } from 'aws-cdk-lib/aws-vpclattice';
import { Construct } from 'constructs';
import { answerSource } from '../../statemachine/contract/answer-metrics.ts';

export interface AccessLogsProps {
  /** ARN of the service whose requests are logged. */
  readonly serviceArn: string;
}

const SOURCE = answerSource('access-logs');

/** Denied requests reach no target group: theirs is `-`. */
const ANSWERED = FilterPattern.stringValue('$.targetGroupArn', '=', 'arn:*');
const SERVER_ERROR = FilterPattern.numberValue('$.responseCode', '>=', 500);

/**
 * VPC Lattice's access logs of one service, and what is counted in them by target group: requests, and answers with
 * status 5XX. One JSON line a request has `targetGroupArn` and `responseCode` ("Access logs for Amazon VPC Lattice").
 *
 * The log group needs no policy of ours: whoever creates the subscription gives it one, and so needs, besides the calls
 * for log deliveries, `logs:PutResourcePolicy`, `DescribeResourcePolicies` and `DescribeLogGroups`, as CDK's own
 * deployment role has them ("Logs sent to CloudWatch Logs"). Its ARN ends in `:*`, as the subscription wants it.
 *
 * A filter's metric has a dimension for each target group, and so can have no default value: a minute without a match
 * has no data, as with VPC Lattice's own metrics ("Creating metrics from log events using filters"). Filters count what
 * is logged after they were made, hence they are there before the subscription.
 */
export class AccessLogs extends Construct {
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { serviceArn }: AccessLogsProps) {
    super(scope, id);
    // The prefix keeps the log group out of the account's resource policy, as that of the executions does.
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/vpc-lattice/${Names.uniqueResourceName(this, { maxLength: 200, separator: '-' })}`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const subscription = new CfnAccessLogSubscription(this, 'Subscription', {
      resourceIdentifier: serviceArn,
      destinationArn: this.logGroup.logGroupArn,
    });
    subscription.node.addDependency(
      this.filter('Requests', SOURCE.requests, ANSWERED),
      this.filter('ServerErrors', SOURCE.serverErrors, FilterPattern.all(ANSWERED, SERVER_ERROR)),
    );
  }

  private filter(id: string, metricName: string, filterPattern: IFilterPattern): MetricFilter {
    return new MetricFilter(this, id, {
      logGroup: this.logGroup,
      filterPattern,
      metricNamespace: SOURCE.namespace,
      metricName,
      metricValue: '1',
      dimensions: { [SOURCE.dimension]: '$.targetGroupArn' },
    });
  }
}
