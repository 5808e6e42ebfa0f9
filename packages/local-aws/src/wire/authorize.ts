import { CLOUDWATCH_ACTIONS } from '../cloudwatch/actions.ts';
import { AwsError } from '../core/aws-error.ts';
import { type Caller, type Input, OPERATOR, type Place } from '../core/types.ts';
import { DYNAMODB_ACTIONS } from '../dynamodb/actions.ts';
import { EVENTS_ACTIONS } from '../events/actions.ts';
import type { AccessControl } from '../iam/access-control.ts';
import type { Actions } from '../iam/actions.ts';
import { nameOf } from '../iam/denial.ts';
import { LAMBDA_ACTIONS } from '../lambda/actions.ts';
import { LATTICE_ACTIONS } from '../lattice/actions.ts';
import { SNS_ACTIONS } from '../sns/actions.ts';
import { SQS_ACTIONS } from '../sqs/actions.ts';
import { STATES_ACTIONS } from '../states/actions.ts';
import { STS_ACTIONS } from '../sts/actions.ts';
import { CLOUDFORMATION_ACTIONS } from '../template/actions.ts';
import type { ServiceName } from './services.ts';

export interface AuthorizedCall {
  readonly service: ServiceName | 'dynamodb';
  readonly operation: string;
  readonly input: Input;
  readonly caller: Caller;
}

/** @throws AwsError in the form of the service when the caller may not do it */
export type Authorize = (call: AuthorizedCall) => void;

export const ACTIONS: Readonly<Record<ServiceName | 'dynamodb', Actions>> = {
  cloudformation: CLOUDFORMATION_ACTIONS,
  dynamodb: DYNAMODB_ACTIONS,
  events: EVENTS_ACTIONS,
  lambda: LAMBDA_ACTIONS,
  monitoring: CLOUDWATCH_ACTIONS,
  sns: SNS_ACTIONS,
  sqs: SQS_ACTIONS,
  states: STATES_ACTIONS,
  sts: STS_ACTIONS,
  'vpc-lattice': LATTICE_ACTIONS,
};

/** Asks IAM before each operation that comes in over the wire, whatever the operation then finds. */
export function authorizeWith(access: AccessControl, place: Place): Authorize {
  return ({ service, operation, input, caller }) => {
    if (caller.principal === OPERATOR.principal) return;
    const actions = ACTIONS[service];
    const needed = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
    if (needed === undefined) throw access.refuse(unknownPermission(service, operation, caller));
    for (const each of needed(input, place)) access.check(caller, each);
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
