import { z } from 'zod';
import { page } from '../../core/paging.ts';
import { operation } from '../../core/service.ts';
import type { Place } from '../../core/types.ts';
import type { Buckets, StoredObject } from '../buckets.ts';
import { bucket, bucketPath, INVALID, onBucket } from './common.ts';

/** So many keys has a list at most. */
const MOST_KEYS = 1_000;

/** What there is to see of buckets. */
export function bucketOperations(buckets: Buckets, place: Place) {
  return {
    HeadBucket: operation({
      route: { method: 'HEAD', path: bucketPath, resultHeaders: { BucketRegion: 'x-amz-bucket-region' } },
      needs: onBucket('ListBucket'),
      input: z.strictObject(bucket),
      run({ Bucket }) {
        buckets.get(Bucket);
        return { BucketRegion: place.region };
      },
    }),

    GetBucketLocation: operation({
      route: { method: 'GET', path: bucketPath, subresource: 'location', root: 'LocationConstraint' },
      needs: onBucket('GetBucketLocation'),
      input: z.strictObject(bucket),
      run({ Bucket }) {
        buckets.get(Bucket);
        return { text: place.region };
      },
    }),

    GetBucketVersioning: operation({
      route: { method: 'GET', path: bucketPath, subresource: 'versioning', root: 'VersioningConfiguration' },
      needs: onBucket('GetBucketVersioning'),
      input: z.strictObject(bucket),
      run: ({ Bucket }) => (buckets.get(Bucket).versioned ? { Status: 'Enabled' } : {}),
    }),

    GetBucketEncryption: operation({
      route: { method: 'GET', path: bucketPath, subresource: 'encryption', root: 'ServerSideEncryptionConfiguration' },
      needs: onBucket('GetEncryptionConfiguration'),
      input: z.strictObject(bucket),
      run({ Bucket }) {
        // "By default, all buckets have a default encryption configuration that uses [...] SSE-S3."
        const { algorithm, keyId } = buckets.get(Bucket).encryption ?? { algorithm: 'AES256' };
        const wanted = { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId };
        return { Rule: [{ ApplyServerSideEncryptionByDefault: wanted, BucketKeyEnabled: false }] };
      },
    }),

    ListObjectsV2: operation({
      route: {
        method: 'GET',
        path: bucketPath,
        subresource: 'list-type',
        query: ['prefix', 'max-keys', 'continuation-token', 'encoding-type'],
        root: 'ListBucketResult',
      },
      needs: onBucket('ListBucket'),
      input: z.strictObject({
        ...bucket,
        prefix: z.string().default(''),
        'max-keys': z.int().min(0).max(MOST_KEYS).default(MOST_KEYS),
        'continuation-token': z.string().optional(),
        'encoding-type': z.literal('url').optional(),
      }),
      run({ Bucket, prefix, 'max-keys': limit, 'continuation-token': from }) {
        const all = [...buckets.get(Bucket).objects.values()].filter(({ key }) => key.startsWith(prefix)).sort(byKey);
        const asked = { maxResults: limit, nextToken: from };
        const { page: taken, nextToken } = page(all, asked, {
          id: ({ key }) => key,
          standard: MOST_KEYS,
          invalid: INVALID,
        });
        return {
          Name: Bucket,
          Prefix: prefix,
          KeyCount: taken.length,
          MaxKeys: limit,
          IsTruncated: nextToken !== undefined,
          NextContinuationToken: nextToken,
          Contents: taken.map(listed),
        };
      },
    }),

    DeleteBucket: operation({
      route: { method: 'DELETE', path: bucketPath, status: 204 },
      needs: onBucket('DeleteBucket'),
      input: z.strictObject(bucket),
      run({ Bucket }) {
        buckets.remove(Bucket);
        return {};
      },
    }),
  };
}

function byKey(a: StoredObject, b: StoredObject): number {
  return a.key < b.key ? -1 : 1;
}

function listed({ key, lastModified, etag, size }: StoredObject): object {
  return { Key: key, LastModified: lastModified, ETag: etag, Size: size, StorageClass: 'STANDARD' };
}
