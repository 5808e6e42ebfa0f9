import { createHash } from 'node:crypto';
import { z } from 'zod';
import { askedByTheService } from '../core/access.ts';
import type { Clock } from '../core/clock.ts';
import { operation, serviceOf } from '../core/service.ts';
import type { Caller, Place } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { sessionArn } from '../iam/denial.ts';
import type { Roles } from '../iam/roles.ts';

export interface StsModels {
  readonly access: AccessControl;
  readonly clock: Pick<Clock, 'now'>;
  readonly place: Place;
  readonly roles: Roles;
}

/** Seconds, where a caller does not say; there is no way to make credentials end here. */
const SESSION_SECONDS = 3_600;

/** STS: who one is, and how one becomes a role. */
export function stsService(models: StsModels) {
  const { place } = models;
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

      AssumeRole: operation({
        /** The role's trust policy has its say, so that the operation itself asks. */
        needs: askedByTheService,
        input: z.strictObject({
          RoleArn: z.string().startsWith('arn:'),
          RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
          DurationSeconds: z.int().min(900).max(43_200).default(SESSION_SECONDS),
          ExternalId: z.string().min(2).optional(),
        }),
        run({ RoleArn, RoleSessionName: session, DurationSeconds, ExternalId }, caller) {
          models.access.checkAssume(caller, RoleArn, ExternalId);
          const { UserId, Arn } = identityOf({ principal: RoleArn, session }, place);
          return {
            Credentials: {
              AccessKeyId: models.roles.accessKeyIdFor(RoleArn, session),
              // Nobody checks a signature here.
              SecretAccessKey: 'local',
              SessionToken: 'local',
              Expiration: new Date(models.clock.now() + DurationSeconds * 1000),
            },
            AssumedRoleUser: { AssumedRoleId: UserId, Arn },
          };
        },
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
