import type { Random } from '../core/random.ts';
import type { Caller, Place } from '../core/types.ts';
import type { IdentityPolicy, Statement, TrustPolicy } from './document.ts';

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** Who may use it. */
  trust: TrustPolicy;
  /** What it may do: inline and managed policies, by name or ARN. */
  readonly policies: Map<string, IdentityPolicy>;
  readonly statements: readonly Statement[];
}

/** IAM: roles with their policies, and the access keys by which the endpoint knows who uses them. */
export class Roles {
  private readonly roles = new Map<string, Role>();
  /** Access key ids by role and session. */
  private readonly keys = new Map<string, Map<string, string>>();
  private readonly callers = new Map<string, Caller>();
  private readonly place: Place;
  private readonly random: Random;

  constructor(place: Place, random: Random) {
    this.place = place;
    this.random = random;
  }

  /**
   * Creates the role, or writes the trust policy of a known one.
   * @param path between slashes, part of the ARN and not of the name; the account's own unless told
   */
  put(name: string, trust: TrustPolicy, path = '/'): Role {
    const known = this.roles.get(name);
    if (known !== undefined) {
      known.trust = trust;
      return known;
    }
    const policies = new Map<string, IdentityPolicy>();
    const role: Role = {
      name,
      arn: `arn:aws:iam::${this.place.account}:role${path}${name}`,
      trust,
      policies,
      get statements() {
        return [...policies.values()].flatMap(({ Statement: statements }) => statements);
      },
    };
    this.roles.set(name, role);
    return role;
  }

  /**
   * Its keys stay known, so that a process that still has one is not taken for a person; they allow nothing any more.
   */
  remove(name: string): void {
    this.roles.delete(this.get(name).name);
  }

  /** @param nameOrArn a role's name, or its ARN */
  find(nameOrArn: string): Role | undefined {
    return this.roles.get(nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1));
  }

  all(): readonly Role[] {
    return [...this.roles.values()];
  }

  /** @throws Error when there is no such role */
  get(nameOrArn: string): Role {
    const role = this.find(nameOrArn);
    if (role === undefined) throw new Error(`there is no role ${nameOrArn}`);
    return role;
  }

  /** The key of a session of a role; the same session has the same key. Temporary credentials begin like it. */
  accessKeyIdFor(roleArn: string, session: string): string {
    const { arn } = this.get(roleArn);
    const sessions = this.keys.get(arn) ?? new Map<string, string>();
    this.keys.set(arn, sessions);
    const known = sessions.get(session);
    if (known !== undefined) return known;
    const accessKeyId = `ASIA${this.random.hex(16).toUpperCase()}`;
    sessions.set(session, accessKeyId);
    this.callers.set(accessKeyId, { principal: arn, session });
    return accessKeyId;
  }

  /** Who has an access key; undefined for keys that nobody handed out. */
  callerOf(accessKeyId: string): Caller | undefined {
    return this.callers.get(accessKeyId);
  }
}
