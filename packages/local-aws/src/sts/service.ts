import { createHash } from 'node:crypto';
import { z } from 'zod';
import { operation, serviceOf } from '../core/service.ts';
import type { Caller, Place } from '../core/types.ts';
import { sessionArn } from '../iam/denial.ts';

/** STS: who one is. Roles are assumed by the services on behalf of which they exist, never over the API. */
export function stsService(place: Place) {
  return serviceOf({
    name: 'sts',
    title: 'STS',
    query: { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
    invalid: 'ValidationError',
    operations: {
      GetCallerIdentity: operation({
        /** "No permissions are required to perform this operation" (API reference), whatever a policy says. */
        needs: () => [],
        input: z.strictObject({}),
        run: (_input, caller) => ({ ...identityOf(caller, place), Account: place.account }),
      }),
    },
  });
}

/** A role calls as a session of it; a person without one of its keys is the user `operator`. */
function identityOf(caller: Caller, { account }: Place): { UserId: string; Arn: string } {
  const { principal } = caller;
  if (!principal.includes(':role/'))
    return { UserId: uniqueId('AIDA', principal), Arn: `arn:aws:iam::${account}:user/${principal}` };
  const arn = sessionArn(caller);
  return { UserId: `${uniqueId('AROA', principal)}:${arn.slice(arn.lastIndexOf('/') + 1)}`, Arn: arn };
}

/** IAM's ids say by their first letters what they name, and stay the same for it. */
function uniqueId(prefix: string, name: string): string {
  return `${prefix}${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`;
}
