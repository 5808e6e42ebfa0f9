import { z } from 'zod';
import { provider, type ResourceProvider } from '../../core/resource.ts';
import { checkFailureQueue } from '../access.ts';
import { parseAddress } from '../address.ts';
import type { Functions } from '../functions.ts';

const schema = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z.int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.int().min(60).max(21_600).default(21_600),
  DestinationConfig: z
    .strictObject({
      OnFailure: z.strictObject({ Destination: z.string().regex(/^arn:[^:]+:sqs:/, 'the ARN of a queue') }).optional(),
    })
    .optional(),
});

/** Retries and on-failure destination of asynchronous invocations through one qualifier. */
export function eventInvokeConfigProvider(functions: Functions): ResourceProvider {
  return provider<z.infer<typeof schema>>({
    type: 'AWS::Lambda::EventInvokeConfig',
    schema,
    async create({ properties }) {
      const {
        FunctionName,
        Qualifier,
        MaximumRetryAttempts: retries,
        MaximumEventAgeInSeconds: maxAgeSeconds,
      } = properties;
      const record = functions.registry.get(parseAddress(FunctionName).name);
      const onFailureArn = properties.DestinationConfig?.OnFailure?.Destination;
      if (onFailureArn !== undefined)
        checkFailureQueue(functions.access, record.name, record.latest.configuration, onFailureArn);
      record.asyncConfigs.set(Qualifier, {
        retries,
        maxAgeSeconds,
        ...(onFailureArn !== undefined && { onFailureArn }),
      });
      return { ref: `${record.name}:${Qualifier}`, attributes: {} };
    },
    update(request) {
      return this.create(request);
    },
    async remove({ ref }) {
      const { name, qualifier = '' } = parseAddress(ref);
      functions.registry.get(name).asyncConfigs.delete(qualifier);
    },
  });
}
