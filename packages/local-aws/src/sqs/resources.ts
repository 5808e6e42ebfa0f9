import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, type ResourceProvider, provider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import { resourcePolicySchema } from '../iam/document.ts';
import { policyResource } from '../iam/policy-resource.ts';
import type { Queues } from './queues.ts';

const queueSchema = z.strictObject({
  QueueName: z.string().optional(),
  VisibilityTimeout: z.int().min(0).max(43_200).optional(),
  MessageRetentionPeriod: z.int().min(60).max(1_209_600).optional(),
  SqsManagedSseEnabled: z.boolean().optional(),
  KmsMasterKeyId: z.string().optional(),
  Tags: tagsSchema,
});
type QueueProperties = z.infer<typeof queueSchema>;

const policySchema = z.strictObject({ PolicyDocument: resourcePolicySchema, Queues: z.array(z.string()).min(1) });

/**
 * CloudFormation resources of SQS. A queue's Ref is its URL, GetAtt has Arn and QueueName; a policy's Ref is a
 * generated id.
 */
export function sqsResources(queues: Queues, random: Random): ResourceProvider[] {
  return [queueProvider(queues, random), policyProvider(queues, random)];
}

function queueProvider(queues: Queues, random: Random): ResourceProvider {
  const put = (name: string, properties: QueueProperties): Deployed => {
    const { KmsMasterKeyId, MessageRetentionPeriod, SqsManagedSseEnabled, VisibilityTimeout } = properties;
    const { arn, url } = queues.putQueue({
      name,
      visibilityTimeoutSeconds: VisibilityTimeout ?? 30,
      retentionSeconds: MessageRetentionPeriod ?? 345_600,
      ...(KmsMasterKeyId === undefined ? {} : { kmsKey: KmsMasterKeyId }),
      ...(SqsManagedSseEnabled === undefined ? {} : { managedEncryption: SqsManagedSseEnabled }),
    });
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  };
  return provider<QueueProperties>({
    type: 'AWS::SQS::Queue',
    schema: queueSchema,
    async create({ logicalId, properties, stackName }) {
      return put(properties.QueueName ?? physicalName({ logicalId, stackName }, random, 80), properties);
    },
    async update({ properties }, { attributes: { QueueName: name = '' } }) {
      return put(properties.QueueName ?? name, properties);
    },
    async remove({ attributes: { QueueName: name = '' } }) {
      queues.removeQueue(name);
    },
  });
}

function policyProvider(queues: Queues, random: Random): ResourceProvider {
  return policyResource({
    type: 'AWS::SQS::QueuePolicy',
    schema: policySchema,
    random,
    read: ({ PolicyDocument, Queues: urls }) => ({ document: PolicyDocument, holders: urls }),
    set(url, policy) {
      const queue = queues.queueAt(url);
      if (policy === undefined) delete queue.policy;
      else queue.policy = policy;
    },
  });
}
