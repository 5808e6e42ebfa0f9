import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseInput } from '../core/operation-input.ts';
import type { Caller, Operations, Place } from '../core/types.ts';

/** Session of every role here: who assumed it is not told by an access key. */
const SESSION = 'local';

/** STS: who one is. Roles are assumed by the services on behalf of which they exist, never over the API. */
export function stsOperations(place: Place): Operations {
  return {
    async GetCallerIdentity(input, caller) {
      parseInput(z.strictObject({}), input, 'ValidationError');
      return { ...identityOf(caller, place), Account: place.account };
    },
  };
}

/** A role calls as a session of it; a person without one of its keys is the user `operator`. */
function identityOf({ principal }: Caller, { account }: Place): { UserId: string; Arn: string } {
  const [, path] = /^arn:aws:iam::\d+:role\/(.+)$/.exec(principal) ?? [];
  if (path === undefined) return { UserId: uniqueId('AIDA', principal), Arn: `arn:aws:iam::${account}:user/${principal}` };
  // A session's ARN leaves the role's path out.
  const role = path.slice(path.lastIndexOf('/') + 1);
  return { UserId: `${uniqueId('AROA', principal)}:${SESSION}`, Arn: `arn:aws:sts::${account}:assumed-role/${role}/${SESSION}` };
}

/** IAM's ids say by their first letters what they name, and stay the same for it. */
function uniqueId(prefix: string, name: string): string {
  return `${prefix}${createHash('sha256').update(name).digest('hex').slice(0, 17).toUpperCase()}`;
}
