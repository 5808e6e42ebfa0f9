import type { Access, Context } from '../core/access.ts';
import type { AwsError } from '../core/aws-error.ts';
import { type Caller, type Log, OPERATOR, type Place } from '../core/types.ts';
import { denial } from './denial.ts';
import type { ResourcePolicy, Statement, TrustPolicy } from './document.ts';
import { isService, leavesToAccount, type Refusal, refusalOf, type Request } from './evaluate.ts';

/** What roles are allowed, and by whom they may be used. */
export interface Identities {
  find(
    roleArn: string,
  ): { readonly name: string; readonly trust: TrustPolicy; readonly statements: readonly Statement[] } | undefined;
}

export interface AccessControlOptions {
  readonly place: Place;
  readonly identities: Identities;
  readonly log: Log;
}

/** A person without one of the roles' keys is the account's administrator. */
const ADMINISTRATOR: readonly Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** IAM's say in every call. The one place where a call is allowed or refused. */
export class AccessControl {
  private readonly options: AccessControlOptions;

  constructor(options: AccessControlOptions) {
    this.options = options;
  }

  /**
   * Lets a call through, or refuses it and says so in the log.
   * @param policy the resource's own, where it has one
   * @throws AwsError in the form of the service
   */
  check(caller: Caller, access: Access, policy?: ResourcePolicy): void {
    const request = this.requestOf(caller, access);
    const refusal = this.refusal(request, policy);
    if (refusal !== undefined) throw this.refuse(denial(request, refusal));
  }

  /** Whether a role could do something, as services ask before they take it. */
  allows(caller: Caller, access: Access): boolean {
    return this.refusal(this.requestOf(caller, access)) === undefined;
  }

  /**
   * @param sourceArn what the service would use the role for
   * @throws Error naming the role and the service when its trust policy does not let the service assume it, or when
   * there is no such role
   */
  checkTrust(roleArn: string, service: string, sourceArn?: string): void {
    const role = this.options.identities.find(roleArn);
    if (role === undefined) throw new Error(`there is no role ${roleArn}, which ${service} is to use`);
    const caller = { principal: service, ...(sourceArn !== undefined && { sourceArn }) };
    const request = this.requestOf(caller, { action: 'sts:AssumeRole', resource: roleArn });
    if (refusalOf(request, [], role.trust.Statement) === undefined) return;
    const whose = sourceArn === undefined ? '' : ` for ${sourceArn}`;
    throw new Error(
      `the role ${role.name} cannot be assumed by ${service}${whose}: its trust policy does not allow it ` +
        'sts:AssumeRole',
    );
  }

  /**
   * Whether a person or role may become another role: the trust policy has to name it, or to leave the decision to the
   * account, whose own policies then have to allow it ("Policy evaluation logic").
   * @throws AwsError AccessDenied, also when there is no such role
   */
  checkAssume(caller: Caller, roleArn: string, externalId?: string): void {
    const trust = this.options.identities.find(roleArn)?.trust.Statement ?? [];
    const context = externalId === undefined ? {} : { 'sts:externalid': externalId };
    const request = this.requestOf(caller, { action: 'sts:AssumeRole', resource: roleArn, context });
    const named = refusalOf(request, [], trust);
    if (named === undefined) return;
    const own = refusalOf(request, this.statementsOf(caller), []);
    if (own === undefined && named === 'no identity-based policy' && leavesToAccount(request, trust)) return;
    throw this.refuse(denial(request, own ?? named));
  }

  private refusal(request: Request, policy?: ResourcePolicy): Refusal | undefined {
    return refusalOf(request, this.statementsOf(request.caller), policy?.Statement ?? []);
  }

  private statementsOf(caller: Caller): readonly Statement[] {
    if (caller.principal === OPERATOR.principal) return ADMINISTRATOR;
    return isService(caller) ? [] : (this.options.identities.find(caller.principal)?.statements ?? []);
  }

  /**
   * Calls inside the local cloud count as made over TLS. What a call is made on behalf of is only known of services.
   */
  private requestOf(caller: Caller, { action, resource, context = {} }: Access): Request {
    const { account, region } = this.options.place;
    const whose: Context = isService(caller)
      ? {
          'aws:sourcearn': caller.sourceArn,
          'aws:sourceaccount': caller.sourceArn === undefined ? undefined : accountOf(caller.sourceArn, account),
        }
      : { 'aws:principalarn': caller.principal, 'aws:principalaccount': account };
    return {
      caller,
      action,
      resource,
      context: {
        ...context,
        ...whose,
        'aws:requestedregion': region,
        // There is one account here.
        'aws:resourceaccount': account,
        's3:resourceaccount': account,
        'aws:securetransport': 'true',
      },
    };
  }

  /** Says a refusal in the log; the caller of this throws it. */
  refuse(error: AwsError): AwsError {
    this.options.log('iam', `denied: ${error.message}`);
    return error;
  }
}

/** Some ARNs have no account of their own. */
function accountOf(arn: string, own: string): string {
  const account = arn.split(':')[4];
  return account === undefined || account === '' ? own : account;
}
