import { z } from 'zod';
import { onAll } from '../../core/access.ts';
import { operation } from '../../core/service.ts';
import type { Lattice } from '../lattice.ts';
import { itemsOf, paging } from './common.ts';

/** What there is to see of access logs. */
export function accessLogSubscriptionOperations(lattice: Lattice) {
  return {
    ListAccessLogSubscriptions: operation({
      route: {
        method: 'GET',
        path: '/accesslogsubscriptions',
        query: ['resourceIdentifier', 'maxResults', 'nextToken'],
      },
      needs: onAll,
      input: z.strictObject({ resourceIdentifier: z.string(), ...paging }),
      run({ resourceIdentifier, ...paged }) {
        const owner = lattice.services.get(resourceIdentifier);
        const found = lattice.subscriptions.all().filter(({ service }) => service === owner);
        return itemsOf(found, paged, ({ id, arn, service, destinationArn, createdAt, lastUpdatedAt }) => ({
          id,
          arn,
          resourceId: service.id,
          resourceArn: service.arn,
          destinationArn,
          createdAt,
          lastUpdatedAt,
        }));
      },
    }),
  };
}
