import type { Random } from '../core/random.ts';
import { serviceOf } from '../core/service.ts';
import type { Place } from '../core/types.ts';
import type { Buckets } from './buckets.ts';
import { bucketOperations } from './operations/buckets.ts';
import { INVALID } from './operations/common.ts';
import { objectOperations } from './operations/objects.ts';
import { uploadOperations } from './operations/uploads.ts';
import { Uploads } from './uploads.ts';

/** S3, for the assets of stacks. */
export function s3Service(buckets: Buckets, place: Place, random: Random) {
  return serviceOf({
    name: 's3',
    title: 'S3',
    restXml: { namespace: 'http://s3.amazonaws.com/doc/2006-03-01/' },
    invalid: INVALID,
    operations: {
      ...bucketOperations(buckets, place),
      ...objectOperations(buckets),
      ...uploadOperations(new Uploads(buckets, random)),
    },
  });
}
