import { PutMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { WEIGHT_METRIC } from '../../../statemachine/contract/names.ts';
import type { Meter } from '../index.ts';
import type { Log } from '../logger.ts';

/**
 * Publishes the canary's live weight, in percent, for dashboards.
 *
 * Permission: `cloudwatch:PutMetricData` on `*` with the condition `cloudwatch:namespace` = WEIGHT_METRIC.namespace.
 *
 * A metric that cannot be published is logged as a warning and never fails its caller.
 */
export function cloudWatchMeter(client: CloudWatchClient, service: string, logger: Log): Meter {
  return {
    async canaryWeight(weight) {
      const datum = {
        MetricName: WEIGHT_METRIC.name,
        Dimensions: [{ Name: WEIGHT_METRIC.dimension, Value: service }],
        Value: weight,
        Unit: 'Percent' as const,
      };
      try {
        await client.send(new PutMetricDataCommand({ Namespace: WEIGHT_METRIC.namespace, MetricData: [datum] }));
      } catch (error) {
        logger.warn(`the canary weight ${weight} % was not published as a metric`, { error });
      }
    },
  };
}
