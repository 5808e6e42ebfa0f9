import { z } from 'zod';
import { operation } from '../../core/service.ts';
import type { Uploads } from '../uploads.ts';
import { file, object, objectPath, onObject } from './common.ts';

const upload = { ...object, uploadId: z.string().min(1) };

/** `<PartNumber>1</PartNumber>`; their order in the body is theirs in the object. */
const PART = /<PartNumber>(\d+)<\/PartNumber>/g;

const parts = z
  .instanceof(Uint8Array)
  .transform((body) => [...Buffer.from(body).toString('utf8').matchAll(PART)].map(([, number]) => Number(number)))
  .pipe(z.array(z.int()).min(1));

/** Objects that come in parts, as clients send what is larger than some megabytes. */
export function uploadOperations(uploads: Uploads) {
  return {
    CreateMultipartUpload: operation({
      route: { method: 'POST', path: objectPath, subresource: 'uploads', root: 'InitiateMultipartUploadResult' },
      needs: onObject('PutObject'),
      input: z.strictObject(object),
      run: ({ Bucket, Key }) => ({ Bucket, Key, UploadId: uploads.begin(Bucket, Key) }),
    }),

    UploadPart: operation({
      route: {
        method: 'PUT',
        path: objectPath,
        subresource: 'partNumber',
        query: ['uploadId', 'partNumber'],
        payload: 'Body',
        resultHeaders: { ETag: 'etag' },
      },
      needs: onObject('PutObject'),
      input: z.strictObject({ ...upload, partNumber: z.int().min(1).max(10_000), Body: file }),
      run({ uploadId, partNumber, Body }) {
        uploads.add(uploadId, partNumber, Body);
        return { ETag: `"${Body.md5}"` };
      },
    }),

    CompleteMultipartUpload: operation({
      route: {
        method: 'POST',
        path: objectPath,
        subresource: 'uploadId',
        query: ['uploadId'],
        payload: 'Parts',
        root: 'CompleteMultipartUploadResult',
      },
      needs: onObject('PutObject'),
      input: z.strictObject({ ...upload, Parts: parts }),
      run({ Bucket, Key, uploadId, Parts }) {
        const { etag } = uploads.complete(uploadId, Parts);
        return { Bucket, Key, ETag: etag };
      },
    }),

    AbortMultipartUpload: operation({
      route: { method: 'DELETE', path: objectPath, subresource: 'uploadId', query: ['uploadId'], status: 204 },
      needs: onObject('AbortMultipartUpload'),
      input: z.strictObject(upload),
      run({ uploadId }) {
        uploads.abort(uploadId);
        return {};
      },
    }),
  };
}
