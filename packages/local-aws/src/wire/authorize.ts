import { AwsError } from '../core/aws-error.ts';
import type { Guarded } from '../core/service.ts';
import { type Caller, type Input, OPERATOR, type Place } from '../core/types.ts';
import type { AccessControl } from '../iam/access-control.ts';
import { nameOf } from '../iam/denial.ts';

export interface AuthorizedCall {
  /** By the name that signatures carry. */
  readonly service: string;
  readonly operation: string;
  readonly input: Input;
  readonly caller: Caller;
}

/**
 * @param guarded what IAM is asked; undefined for an operation of which that is not known
 * @throws AwsError in the form of the service when the caller may not do it
 */
export type Authorize = (call: AuthorizedCall, guarded: Guarded | undefined) => void;

/** Asks IAM before each operation that comes in over the wire, whatever the operation then finds. */
export function authorizeWith(access: AccessControl, place: Place): Authorize {
  return ({ service, operation, input, caller }, guarded) => {
    if (caller.principal === OPERATOR.principal) return;
    if (guarded === undefined) throw access.refuse(unknownPermission(service, operation, caller));
    const { action, needs } = guarded;
    for (const each of needs(input, { action, place })) access.check(caller, each);
  };
}

function unknownPermission(service: string, operation: string, caller: Caller): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `${nameOf(caller)} called ${operation} of ${service}: the local cloud does not know which permission it ` +
      'takes, so that only the operator may',
    403,
  );
}
