import { AwsError } from '../core/aws-error.ts';
import type { Caller } from '../core/types.ts';
import { isService, type Refusal, type Request } from './evaluate.ts';

/** How each service says no, by the prefix of its actions: from the API references' common errors. */
const FORMS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  cloudformation: ['AccessDenied', 403],
  cloudwatch: ['AccessDenied', 403],
  dynamodb: ['AccessDeniedException', 400],
  events: ['AccessDeniedException', 400],
  lambda: ['AccessDeniedException', 403],
  s3: ['AccessDenied', 403],
  sns: ['AuthorizationError', 403],
  sqs: ['AccessDenied', 403],
  ssm: ['AccessDeniedException', 400],
  states: ['AccessDeniedException', 400],
  sts: ['AccessDenied', 403],
  'vpc-lattice': ['AccessDeniedException', 403],
};

/** The error in the form of the service whose action was refused. */
export function denial(request: Request, refusal: Refusal): AwsError {
  const [code, status] = FORMS[request.action.split(':')[0] ?? ''] ?? ['AccessDeniedException', 403];
  return new AwsError(code, sentence(request, refusal), status);
}

/** AWS's sentence ("Troubleshoot access denied error messages"). */
function sentence({ caller, action, resource }: Request, refusal: Refusal): string {
  const why = refusal.startsWith('explicit') ? `with an ${refusal}` : `because ${refusal} allows the ${action} action`;
  return `${nameOf(caller)} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
}

/** Who was refused. A service acts for something: a target group, a topic, a rule. */
export function nameOf(caller: Caller): string {
  if (!isService(caller)) return `User: ${sessionArn(caller)}`;
  return caller.sourceArn === undefined
    ? `Service: ${caller.principal}`
    : `Service: ${caller.principal} for ${caller.sourceArn}`;
}

/** A role calls as a session of it, whose ARN leaves the role's path out; anybody else is called what it is. */
export function sessionArn({ principal, session = 'local' }: Caller): string {
  const [, account, path] = /^arn:aws:iam::(\d+):role\/(.+)$/.exec(principal) ?? [];
  if (account === undefined || path === undefined) return principal;
  return `arn:aws:sts::${account}:assumed-role/${path.slice(path.lastIndexOf('/') + 1)}/${session}`;
}
