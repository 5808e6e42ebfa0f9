import { z } from 'zod';
import { arnOf } from '../../core/access.ts';
import { page, type PageRequest } from '../../core/paging.ts';
import type { Place } from '../../core/types.ts';

export const INVALID = 'ValidationException';

export const paging = { maxResults: z.int().min(1).max(100).optional(), nextToken: z.string().optional() };

/** `KIND/ID` of the account; what is an ARN already stays as it is. */
export function latticeArn(kind: 'service' | 'servicenetwork' | 'targetgroup', id: string, place: Place): string {
  return arnOf(place, 'vpc-lattice', `${kind}/${id}`, id);
}

/** One page, as every list of the service is answered. */
export function itemsOf<T extends { readonly id: string }>(
  all: readonly T[],
  paged: PageRequest,
  describe: (item: T) => object,
): object {
  const { page: taken, ...more } = page(all, paged, { id: ({ id }) => id, invalid: INVALID });
  return { items: taken.map(describe), ...more };
}
