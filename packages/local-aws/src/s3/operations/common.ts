import { z } from 'zod';
import { type Needs, text } from '../../core/access.ts';
import type { BodyFile } from '../../wire/http.ts';

export const INVALID = 'InvalidRequest';

export const bucketPath = '/{Bucket}';
export const objectPath = '/{Bucket}/{Key+}';

export const bucket = { Bucket: z.string().min(1) };
export const object = { ...bucket, Key: z.string().min(1).max(1024) };

/** What came as a file; over another way than the endpoint nothing does. */
export const file = z.custom<BodyFile>(
  (value) => typeof value === 'object' && value !== null && 'path' in value && 'md5' in value,
  'expected a body that was written to a file',
);

/** S3's actions are not always called as its operations are (Service Authorization Reference). */
export function onBucket(action: string): Needs {
  return (input) => [{ action: `s3:${action}`, resource: `arn:aws:s3:::${text(input, 'Bucket')}` }];
}

export function onObject(action: string): Needs {
  return (input) => [
    { action: `s3:${action}`, resource: `arn:aws:s3:::${text(input, 'Bucket')}/${text(input, 'Key')}` },
  ];
}
