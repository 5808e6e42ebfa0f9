import type { Context } from '../core/access.ts';
import type { Caller } from '../core/types.ts';
import { holds } from './conditions.ts';
import { list, type Statement } from './document.ts';
import { arnLike, like } from './match.ts';

/** What somebody wants to do. */
export interface Request {
  readonly caller: Caller;
  /** Such as `sns:Publish`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** Why a request is refused; undefined when it is not. */
export type Refusal =
  | 'no identity-based policy'
  | 'no resource-based policy'
  | 'explicit deny in an identity-based policy'
  | 'explicit deny in a resource-based policy';

/**
 * IAM's rule for requests within one account ("Policy evaluation logic"): an explicit deny in either kind of policy
 * wins; otherwise an allow in either is enough; otherwise the request is denied. A service has no identity policies:
 * what it does in its own name needs an allow of the resource's.
 */
export function refusalOf(
  request: Request,
  identity: readonly Statement[],
  resource: readonly Statement[],
): Refusal | undefined {
  const own = effectOf(request, identity);
  const others = effectOf(request, resource);
  if (own === 'Deny') return 'explicit deny in an identity-based policy';
  if (others === 'Deny') return 'explicit deny in a resource-based policy';
  if (own === 'Allow' || others === 'Allow') return undefined;
  return isService(request.caller) ? 'no resource-based policy' : 'no identity-based policy';
}

/** Whether a policy allows it to the account as a whole: the account's own policies then decide. */
export function leavesToAccount(request: Request, statements: readonly Statement[]): boolean {
  const account = String(request.context['aws:principalaccount']);
  return [account, `arn:aws:iam::${account}:root`].some(
    (principal) => effectOf({ ...request, caller: { principal } }, statements) === 'Allow',
  );
}

/** What the statements that apply say together; undefined when none does. */
function effectOf(request: Request, statements: readonly Statement[]): Statement['Effect'] | undefined {
  let effect: Statement['Effect'] | undefined;
  for (const statement of statements) {
    if (!applies(statement, request)) continue;
    if (statement.Effect === 'Deny') return 'Deny';
    effect = 'Allow';
  }
  return effect;
}

function applies(statement: Statement, request: Request): boolean {
  return (
    namesPrincipal(statement, request.caller) &&
    namesAction(statement, request.action) &&
    namesResource(statement, request.resource) &&
    meets(statement, request.context)
  );
}

/** A person or role of the account; services have names such as sns.amazonaws.com. */
export function isService({ principal }: Caller): boolean {
  return principal.endsWith('.amazonaws.com');
}

/**
 * Naming the account denies to everybody in it, but allows nobody by itself: it only leaves the decision to the
 * account's identity policies, which allow on their own here.
 */
function namesPrincipal({ Effect, Principal }: Statement, caller: Caller): boolean {
  if (Principal === undefined || Principal === '*') return true;
  const AWS = list(Principal.AWS);
  if (isService(caller)) return list(Principal.Service).includes(caller.principal) || AWS.includes('*');
  return AWS.some(
    (name) =>
      name === '*' ||
      name === caller.principal ||
      (Effect === 'Deny' && /^(\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(name)),
  );
}

function namesAction({ Action, NotAction }: Statement, action: string): boolean {
  const lower = action.toLowerCase();
  const named = list(NotAction ?? Action).some((pattern) => like(lower, pattern.toLowerCase()));
  return NotAction === undefined ? named : !named;
}

/** A trust policy's statements name none: they are about their role. */
function namesResource({ Resource, NotResource }: Statement, resource: string): boolean {
  if (NotResource !== undefined) return !list(NotResource).some((pattern) => arnLike(resource, pattern));
  return Resource === undefined || list(Resource).some((pattern) => arnLike(resource, pattern));
}

function meets({ Condition = {} }: Statement, context: Context): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, key, list(wanted), context)),
  );
}
