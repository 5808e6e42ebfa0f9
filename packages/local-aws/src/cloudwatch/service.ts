import { AwsError } from '../core/aws-error.ts';
import type { Clock } from '../core/clock.ts';
import { serviceOf } from '../core/service.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { alarmOperations } from './operations/alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { listingOperations } from './operations/listing.ts';
import { putMetricData } from './operations/put-metric-data.ts';

/** CloudWatch over metrics and alarms. Quotas are from "CloudWatch service quotas". */
export function cloudWatchService(cloudwatch: CloudWatch, clock: Clock) {
  return serviceOf({
    name: 'monitoring',
    title: 'CloudWatch',
    actionPrefix: 'cloudwatch',
    json: { prefix: 'GraniteServiceVersion20100801', version: '1.0' },
    cbor: true,
    query: { namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
    queryCodes: {
      InternalServiceFault: 'InternalServiceError',
      InvalidFormatFault: 'InvalidFormat',
      InvalidParameterCombinationException: 'InvalidParameterCombination',
      InvalidParameterValueException: 'InvalidParameterValue',
      LimitExceededFault: 'LimitExceeded',
      MissingRequiredParameterException: 'MissingParameter',
      ThrottlingException: 'Throttling',
    },
    invalid: 'ValidationError',
    throttling: { refusal: () => new AwsError('ThrottlingException', 'Rate exceeded', 400) },
    operations: {
      ...alarmOperations(cloudwatch),
      ...listingOperations(cloudwatch),
      GetMetricData: getMetricData(cloudwatch),
      PutMetricData: putMetricData(cloudwatch, clock),
    },
  });
}
