import type { Random } from '../core/random.ts';
import type { Place } from '../core/types.ts';

/** A policy document as the template has it. */
export type Document = Readonly<Record<string, unknown>>;

export interface Role {
  readonly name: string;
  readonly arn: string;
  /** Stands for the role in signatures: who calls is told by it. */
  readonly accessKeyId: string;
  trust: Document;
  /** Inline policies by name. They are kept for the record; nothing here evaluates them. */
  readonly policies: Map<string, Document>;
}

/** IAM: roles with their policies, and the access keys by which the endpoint knows them. */
export class Roles {
  private readonly roles = new Map<string, Role>();
  private readonly byAccessKey = new Map<string, Role>();
  private readonly place: Place;
  private readonly random: Random;

  constructor(place: Place, random: Random) {
    this.place = place;
    this.random = random;
  }

  /** Creates the role, or writes the trust policy of a known one. */
  put(name: string, trust: Document): Role {
    const known = this.roles.get(name);
    if (known !== undefined) {
      known.trust = trust;
      return known;
    }
    // Temporary credentials begin like this.
    const accessKeyId = `ASIA${this.random.hex(16).toUpperCase()}`;
    const role: Role = { name, arn: `arn:aws:iam::${this.place.account}:role/${name}`, accessKeyId, trust, policies: new Map() };
    this.roles.set(name, role);
    this.byAccessKey.set(accessKeyId, role);
    return role;
  }

  remove(name: string): void {
    const role = this.get(name);
    this.roles.delete(name);
    this.byAccessKey.delete(role.accessKeyId);
  }

  get(name: string): Role {
    const role = this.roles.get(name);
    if (role === undefined) throw new Error(`there is no role ${name}`);
    return role;
  }

  accessKeyIdFor(roleArn: string): string {
    return this.get(roleArn.slice(roleArn.lastIndexOf('/') + 1)).accessKeyId;
  }

  /** ARN of the role behind an access key; undefined for keys that nobody handed out. */
  principalOf(accessKeyId: string): string | undefined {
    return this.byAccessKey.get(accessKeyId)?.arn;
  }
}
