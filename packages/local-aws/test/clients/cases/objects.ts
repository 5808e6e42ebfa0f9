import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { createHash } from 'node:crypto';
import { ACCOUNT, type Case, REGION, type Shop } from '../shop.ts';
import { anyDate } from './matchers.ts';

const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex');
const hello = `"${md5('hello')}"`;
/** Of parts: the hash of their hashes, and how many they are. */
const inParts = `"${md5(Buffer.from(md5('hello ') + md5('world'), 'hex'))}-2"`;

export function objectCases({ s3, ssm }: Shop): Case[] {
  const bucket = { Bucket: 'shop-assets' };
  const nowhere = { Bucket: 'nowhere' };
  const object = { ...bucket, Key: 'a folder/1+1=2.txt' };
  const large = { ...bucket, Key: 'large.zip' };
  const noBucket = ['NoSuchBucket', 404] as const;
  // What is asked with HEAD has no body, and so no name but the status'.
  const notFound = ['NotFound', 404] as const;
  const begin = async (asked: { Bucket: string; Key: string }) =>
    (await s3.send(new CreateMultipartUploadCommand(asked))).UploadId;
  const read = async () => ({
    text: await (await s3.send(new GetObjectCommand(large))).Body?.transformToString(),
  });
  return [
    { title: 'HeadBucket', run: () => s3.send(new HeadBucketCommand(bucket)), answers: { BucketRegion: REGION } },
    { title: 'HeadBucket of nobody', run: () => s3.send(new HeadBucketCommand(nowhere)), fails: notFound },
    {
      title: 'GetBucketLocation',
      run: () => s3.send(new GetBucketLocationCommand({ ...bucket, ExpectedBucketOwner: ACCOUNT })),
      answers: { LocationConstraint: REGION },
    },
    {
      title: 'GetBucketLocation of nobody',
      run: () => s3.send(new GetBucketLocationCommand(nowhere)),
      fails: noBucket,
    },
    {
      title: 'GetBucketVersioning',
      run: () => s3.send(new GetBucketVersioningCommand(bucket)),
      answers: { Status: 'Enabled' },
    },
    {
      title: 'GetBucketVersioning of nobody',
      run: () => s3.send(new GetBucketVersioningCommand(nowhere)),
      fails: noBucket,
    },
    {
      title: 'GetBucketEncryption',
      run: () => s3.send(new GetBucketEncryptionCommand(bucket)),
      answers: {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: false }],
        },
      },
    },
    {
      title: 'GetBucketEncryption of nobody',
      run: () => s3.send(new GetBucketEncryptionCommand(nowhere)),
      fails: noBucket,
    },
    {
      title: 'PutObject',
      run: () => s3.send(new PutObjectCommand({ ...object, Body: 'hello' })),
      answers: { ETag: hello },
    },
    {
      title: 'PutObject to nobody',
      run: () => s3.send(new PutObjectCommand({ ...nowhere, Key: 'a', Body: 'hello' })),
      fails: noBucket,
    },
    {
      title: 'HeadObject',
      run: () => s3.send(new HeadObjectCommand(object)),
      answers: { ETag: hello, ContentLength: 5, LastModified: anyDate },
    },
    { title: 'HeadObject of nobody', run: () => s3.send(new HeadObjectCommand(large)), fails: notFound },
    {
      title: 'GetObject',
      run: async () => ({ text: await (await s3.send(new GetObjectCommand(object))).Body?.transformToString() }),
      answers: { text: 'hello' },
    },
    { title: 'GetObject of nobody', run: () => s3.send(new GetObjectCommand(large)), fails: ['NoSuchKey', 404] },
    {
      title: 'ListObjectsV2',
      run: () => s3.send(new ListObjectsV2Command({ ...bucket, Prefix: 'a ' })),
      answers: { KeyCount: 1, IsTruncated: false, Contents: [{ Key: object.Key, ETag: hello, Size: 5 }] },
    },
    { title: 'ListObjectsV2 of nobody', run: () => s3.send(new ListObjectsV2Command(nowhere)), fails: noBucket },
    {
      title: 'CreateMultipartUpload',
      run: async () => ({ id: typeof (await begin(large)) }),
      answers: { id: 'string' },
    },
    { title: 'CreateMultipartUpload to nobody', run: () => begin({ ...nowhere, Key: 'a' }), fails: noBucket },
    {
      title: 'CompleteMultipartUpload of the parts of UploadPart, in their order',
      run: async () => {
        const UploadId = await begin(large);
        // The second comes first.
        for (const [PartNumber, Body] of [
          [2, 'world'],
          [1, 'hello '],
        ] as const)
          await s3.send(new UploadPartCommand({ ...large, UploadId, PartNumber, Body }));
        const Parts = [{ PartNumber: 1 }, { PartNumber: 2 }];
        return s3.send(new CompleteMultipartUploadCommand({ ...large, UploadId, MultipartUpload: { Parts } }));
      },
      answers: { ...large, ETag: inParts },
    },
    { title: 'CompleteMultipartUpload made one object', run: read, answers: { text: 'hello world' } },
    {
      title: 'CompleteMultipartUpload with a part that was not uploaded',
      run: async () => {
        const MultipartUpload = { Parts: [{ PartNumber: 1 }] };
        return s3.send(new CompleteMultipartUploadCommand({ ...large, UploadId: await begin(large), MultipartUpload }));
      },
      fails: ['InvalidPart', 400],
    },
    {
      title: 'UploadPart of an upload that nobody began',
      run: () => s3.send(new UploadPartCommand({ ...large, UploadId: 'none', PartNumber: 1, Body: 'a' })),
      fails: ['NoSuchUpload', 404],
    },
    {
      title: 'AbortMultipartUpload',
      run: async () => s3.send(new AbortMultipartUploadCommand({ ...large, UploadId: await begin(large) })),
    },
    {
      title: 'AbortMultipartUpload of an upload that nobody began',
      run: () => s3.send(new AbortMultipartUploadCommand({ ...large, UploadId: 'none' })),
      fails: ['NoSuchUpload', 404],
    },
    {
      title: 'DeleteBucket that is not empty',
      run: () => s3.send(new DeleteBucketCommand(bucket)),
      fails: ['BucketNotEmpty', 409],
    },
    { title: 'DeleteObject', run: () => s3.send(new DeleteObjectCommand(object)) },
    {
      title: 'DeleteObject of nobody',
      run: () => s3.send(new DeleteObjectCommand({ ...nowhere, Key: 'a' })),
      fails: noBucket,
    },
    {
      title: 'DeleteBucket',
      run: async () => {
        await s3.send(new DeleteObjectCommand(large));
        return s3.send(new DeleteBucketCommand(bucket));
      },
    },
    {
      title: 'GetParameter',
      run: () => ssm.send(new GetParameterCommand({ Name: '/shop/version' })),
      answers: {
        Parameter: {
          Name: '/shop/version',
          Type: 'String',
          Value: '3',
          Version: 1,
          LastModifiedDate: anyDate,
          ARN: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/version`,
        },
      },
    },
    {
      title: 'GetParameter of nobody',
      run: () => ssm.send(new GetParameterCommand({ Name: 'nobody' })),
      fails: ['ParameterNotFound', 400],
    },
  ];
}
