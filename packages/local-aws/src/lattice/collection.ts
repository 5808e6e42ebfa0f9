import { AwsError } from '../core/aws-error.ts';

/** Resources of one kind, found by id or ARN, as every call of VPC Lattice takes either. */
export class Collection<T extends { readonly id: string; readonly arn: string }> {
  private readonly kind: string;
  private readonly items = new Map<string, T>();

  /** @param kind as AWS calls it: `SERVICE`, `TARGET_GROUP` */
  constructor(kind: string) {
    this.kind = kind;
  }

  add(item: T): T {
    this.items.set(item.id, item);
    return item;
  }

  delete(identifier: string): void {
    this.items.delete(idIn(identifier));
  }

  find(identifier: string): T | undefined {
    return this.items.get(idIn(identifier));
  }

  /** @throws AwsError ResourceNotFoundException */
  get(identifier: string): T {
    const item = this.find(identifier);
    if (item === undefined)
      throw new AwsError('ResourceNotFoundException', `${this.kind} ${identifier} not found`, 404);
    return item;
  }

  get size(): number {
    return this.items.size;
  }

  /** The first of those that are meant, in the order in which they were added. */
  first(isMeant: (item: T) => boolean = () => true): T | undefined {
    for (const item of this.items.values()) if (isMeant(item)) return item;
    return undefined;
  }

  all(): T[] {
    return [...this.items.values()];
  }
}

/** The id is the last part of an ARN. */
function idIn(identifier: string): string {
  return identifier.slice(identifier.lastIndexOf('/') + 1);
}
