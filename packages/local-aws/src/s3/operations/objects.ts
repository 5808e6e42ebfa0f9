import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { operation } from '../../core/service.ts';
import type { Buckets, StoredObject } from '../buckets.ts';
import { file, object, objectPath, onObject } from './common.ts';

const seen = { ETag: 'etag', LastModified: 'last-modified', AcceptRanges: 'accept-ranges' };

/** What is done with objects. */
export function objectOperations(buckets: Buckets) {
  return {
    PutObject: operation({
      route: { method: 'PUT', path: objectPath, payload: 'Body', resultHeaders: { ETag: 'etag' } },
      needs: onObject('PutObject'),
      input: z.strictObject({ ...object, Body: file }),
      run: ({ Bucket, Key, Body }) => ({ ETag: buckets.put(Bucket, Key, Body).etag }),
    }),

    GetObject: operation({
      route: { method: 'GET', path: objectPath, payload: 'Body', resultHeaders: seen },
      needs: onObject('GetObject'),
      input: z.strictObject(object),
      async run({ Bucket, Key }) {
        const stored = buckets.object(Bucket, Key);
        return { ...shown(stored), Body: await readFile(stored.file) };
      },
    }),

    HeadObject: operation({
      route: { method: 'HEAD', path: objectPath, resultHeaders: { ...seen, ContentLength: 'content-length' } },
      needs: onObject('GetObject'),
      input: z.strictObject(object),
      run({ Bucket, Key }) {
        const stored = buckets.object(Bucket, Key);
        return { ...shown(stored), ContentLength: String(stored.size) };
      },
    }),

    DeleteObject: operation({
      route: { method: 'DELETE', path: objectPath, status: 204 },
      needs: onObject('DeleteObject'),
      input: z.strictObject(object),
      run({ Bucket, Key }) {
        buckets.removeObject(Bucket, Key);
        return {};
      },
    }),
  };
}

function shown({ etag, lastModified }: StoredObject): object {
  return { ETag: etag, LastModified: lastModified.toUTCString(), AcceptRanges: 'none' };
}
