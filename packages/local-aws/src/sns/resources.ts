import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, type ResourceProvider, provider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import { resourcePolicySchema } from '../iam/document.ts';
import { policyResource } from '../iam/policy-resource.ts';
import type { Topics } from './topics.ts';

const topicSchema = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  KmsMasterKeyId: z.string().optional(),
  Tags: tagsSchema,
});
type TopicProperties = z.infer<typeof topicSchema>;

const subscriptionSchema = z.strictObject({
  TopicArn: z.string(),
  Protocol: z.enum(['lambda', 'email', 'sqs']),
  Endpoint: z.string(),
  RawMessageDelivery: z.boolean().optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string() }).optional(),
});
type SubscriptionProperties = z.infer<typeof subscriptionSchema>;

const policySchema = z.strictObject({ PolicyDocument: resourcePolicySchema, Topics: z.array(z.string()).min(1) });

/**
 * CloudFormation resources of SNS. A topic's Ref is its ARN, GetAtt has TopicArn and TopicName; a subscription's Ref is
 * its ARN; a policy's Ref is a generated id.
 */
export function snsResources(topics: Topics, random: Random): ResourceProvider[] {
  return [topicProvider(topics, random), subscriptionProvider(topics), policyProvider(topics, random)];
}

function topicProvider(topics: Topics, random: Random): ResourceProvider {
  const put = (name: string, { DisplayName, KmsMasterKeyId }: TopicProperties): Deployed => {
    const arn = topics.putTopic({
      name,
      ...(DisplayName === undefined ? {} : { displayName: DisplayName }),
      ...(KmsMasterKeyId === undefined ? {} : { kmsKey: KmsMasterKeyId }),
    });
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  };
  return provider<TopicProperties>({
    type: 'AWS::SNS::Topic',
    schema: topicSchema,
    async create({ logicalId, properties, stackName }) {
      return put(properties.TopicName ?? physicalName({ logicalId, stackName }, random), properties);
    },
    async update({ properties }, { attributes: { TopicName: name = '' } }) {
      return put(properties.TopicName ?? name, properties);
    },
    async remove({ ref }) {
      topics.removeTopic(ref);
    },
  });
}

function subscriptionProvider(topics: Topics): ResourceProvider {
  const put = (
    { Endpoint, Protocol, RawMessageDelivery, RedrivePolicy, TopicArn }: SubscriptionProperties,
    ref?: string,
  ): Deployed => {
    const deadLetter = RedrivePolicy === undefined ? {} : { deadLetterArn: RedrivePolicy.deadLetterTargetArn };
    return {
      ref: topics.subscribe(
        { topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint, raw: RawMessageDelivery ?? false, ...deadLetter },
        ref,
      ),
      attributes: {},
    };
  };
  return provider<SubscriptionProperties>({
    type: 'AWS::SNS::Subscription',
    schema: subscriptionSchema,
    async create({ logicalId, properties }) {
      if (properties.RawMessageDelivery === true && properties.Protocol !== 'sqs') {
        throw new UnsupportedError(
          `${logicalId} (AWS::SNS::Subscription) RawMessageDelivery`,
          `only queues take raw messages, not ${properties.Protocol}`,
        );
      }
      return put(properties);
    },
    async update({ properties }, { ref }) {
      const before = topics.subscriptionAt(ref);
      const same =
        before?.topicArn === properties.TopicArn &&
        before.protocol === properties.Protocol &&
        before.endpoint === properties.Endpoint;
      return put(properties, same ? ref : undefined);
    },
    async remove({ ref }) {
      topics.unsubscribe(ref);
    },
  });
}

function policyProvider(topics: Topics, random: Random): ResourceProvider {
  return policyResource({
    type: 'AWS::SNS::TopicPolicy',
    schema: policySchema,
    random,
    read: ({ PolicyDocument, Topics: arns }) => ({ document: PolicyDocument, holders: arns }),
    set: (arn, policy) => topics.setPolicy(arn, policy),
    exists: (arn) => topics.listTopics().includes(arn),
  });
}
