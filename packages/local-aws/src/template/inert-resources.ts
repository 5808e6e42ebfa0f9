import { inertProvider, type InertType } from '../core/inert.ts';
import type { ResourceProvider } from '../core/resource.ts';
import type { Place } from '../core/types.ts';
import { customInert } from './inert-custom.ts';
import { networkInert } from './inert-network.ts';

const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/** `arn:aws:SERVICE:REGION:ACCOUNT:REST` */
const arn = ({ region, account }: Place, service: string, rest: string) =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

/** What a stack may have that no service here reads: it is kept, so that the stack deploys, and does nothing. */
const INERT: readonly InertType[] = [
  {
    type: 'AWS::KMS::Key',
    properties: [
      'BypassPolicyLockoutSafetyCheck',
      'Description',
      'Enabled',
      'EnableKeyRotation',
      'KeyPolicy',
      'KeySpec',
      'KeyUsage',
      'MultiRegion',
      'Origin',
      'PendingWindowInDays',
      'RotationPeriodInDays',
      'Tags',
    ],
    inert: 'nothing is encrypted',
    made: ({ place }, name) => ({ ref: name, attributes: { Arn: arn(place, 'kms', `key/${name}`), KeyId: name } }),
  },
  {
    type: 'AWS::KMS::Alias',
    properties: ['AliasName', 'TargetKeyId'],
    inert: 'nothing is encrypted',
    made: ({ properties: { AliasName } }, name) => ({ ref: text(AliasName, `alias/${name}`), attributes: {} }),
  },
  {
    type: 'AWS::ECR::Repository',
    properties: [
      'EmptyOnDelete',
      'EncryptionConfiguration',
      'ImageScanningConfiguration',
      'ImageTagMutability',
      'ImageTagMutabilityExclusionFilters',
      'LifecyclePolicy',
      'RepositoryName',
      'RepositoryPolicyText',
      'Tags',
    ],
    inert: 'no image can be pushed',
    made: ({ properties: { RepositoryName }, place }, name) => {
      const ref = text(RepositoryName, name);
      const uri = `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${ref}`;
      return { ref, attributes: { Arn: arn(place, 'ecr', `repository/${ref}`), RepositoryUri: uri } };
    },
  },
  {
    type: 'AWS::SecretsManager::Secret',
    properties: [
      'Description',
      'GenerateSecretString',
      'KmsKeyId',
      'Name',
      'ReplicaRegions',
      'SecretString',
      'Tags',
      'Type',
    ],
    inert: 'there is no secret, and no Secrets Manager to ask for one',
    made: ({ properties: { Name }, place }, name) => {
      const ref = arn(place, 'secretsmanager', `secret:${text(Name, name)}-local0`);
      return { ref, attributes: { Id: ref } };
    },
  },
  {
    type: 'AWS::SecretsManager::ResourcePolicy',
    properties: ['BlockPublicPolicy', 'ResourcePolicy', 'SecretId'],
    inert: 'there is no secret that it could be about',
    made: ({ properties: { SecretId } }, name) => ({ ref: text(SecretId, name), attributes: { Id: name } }),
  },
  {
    type: 'AWS::S3::BucketPolicy',
    properties: ['Bucket', 'PolicyDocument'],
    inert: "buckets' policies are not asked",
    made: ({ properties: { Bucket } }, name) => ({ ref: text(Bucket, name), attributes: {} }),
  },
];

export function inertResources(): ResourceProvider[] {
  return [...INERT, ...networkInert(), ...customInert()].map(inertProvider);
}
