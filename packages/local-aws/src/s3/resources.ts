import { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Place } from '../core/types.ts';
import type { Bucket, Buckets } from './buckets.ts';

const encryption = z.strictObject({
  SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
  KMSMasterKeyID: z.string().optional(),
});
const encryptionRule = z.strictObject({
  ServerSideEncryptionByDefault: encryption,
  BucketKeyEnabled: z.boolean().optional(),
});

/** What is not read is kept: who may do what is for IAM's policies alone to say, and nothing expires. */
const schema = z.strictObject({
  BucketName: z.string().optional(),
  AccessControl: z.string().optional(),
  BucketEncryption: z.strictObject({ ServerSideEncryptionConfiguration: z.array(encryptionRule).length(1) }).optional(),
  CorsConfiguration: z.unknown().optional(),
  IntelligentTieringConfigurations: z.unknown().optional(),
  LifecycleConfiguration: z.unknown().optional(),
  LoggingConfiguration: z.unknown().optional(),
  OwnershipControls: z.unknown().optional(),
  PublicAccessBlockConfiguration: z.unknown().optional(),
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  Tags: tagsSchema,
});
type Properties = z.infer<typeof schema>;

const LONGEST_NAME = 63;

const emptied = z.strictObject({ BucketName: z.string(), ServiceToken: z.string().optional() });

/** AWS::S3::Bucket, of which only the newest versions are kept, and what the CDK has to empty one before it goes. */
export function s3Resources(buckets: Buckets, place: Place, random: Random): ResourceProvider[] {
  return [
    provider<Properties>({
      type: 'AWS::S3::Bucket',
      schema,
      async create(request) {
        const { BucketName = physicalName(request, random, LONGEST_NAME).toLowerCase() } = request.properties;
        const known = request.importsExisting === true ? buckets.find(BucketName) : undefined;
        return deployed(set(known ?? buckets.create(BucketName), request.properties), place);
      },
      async update(request, before) {
        const { BucketName = before.ref } = request.properties;
        if (BucketName !== before.ref) return this.create(request);
        return deployed(set(buckets.get(before.ref), request.properties), place);
      },
      remove: async ({ ref }) => buckets.remove(ref),
    }),
    provider<z.infer<typeof emptied>>({
      type: 'Custom::S3AutoDeleteObjects',
      schema: emptied,
      create: async ({ properties: { BucketName } }) => ({ ref: BucketName, attributes: {} }),
      update: async ({ properties: { BucketName } }) => ({ ref: BucketName, attributes: {} }),
      remove: async ({ ref }) => buckets.empty(ref),
    }),
  ];
}

function set(bucket: Bucket, { BucketEncryption, VersioningConfiguration }: Properties): Bucket {
  const rule = BucketEncryption?.ServerSideEncryptionConfiguration[0]?.ServerSideEncryptionByDefault;
  bucket.encryption = rule && { algorithm: rule.SSEAlgorithm, keyId: rule.KMSMasterKeyID };
  bucket.versioned = VersioningConfiguration?.Status === 'Enabled';
  return bucket;
}

function deployed({ name }: Bucket, { region }: Place): Deployed {
  const attributes = {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
  };
  return { ref: name, attributes };
}
