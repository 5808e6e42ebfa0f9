import type { z } from 'zod';
import { physicalName } from '../core/physical-name.ts';
import type { ResourcePolicy } from './document.ts';
import type { Random } from '../core/random.ts';
import { provider, type Deployed, type ResourceProvider } from '../core/resource.ts';

export interface PolicyResourceOptions<P> {
  readonly type: string;
  readonly schema: z.ZodType<P>;
  readonly random: Random;
  /** What a resource of this type says: one document for several holders. */
  readonly read: (properties: P) => { readonly document: ResourcePolicy; readonly holders: readonly string[] };
  /** Gives a holder the policy; undefined gives it its default back. */
  readonly set: (holder: string, document: ResourcePolicy | undefined) => void;
  /** Whether the holder is still there, as it may have gone first. Default: always. */
  readonly exists?: (holder: string) => boolean;
}

/** A resource type that writes one policy to topics or queues, and takes it back from those it no longer names. */
export function policyResource<P>({
  type,
  schema,
  random,
  read,
  set,
  exists = () => true,
}: PolicyResourceOptions<P>): ResourceProvider {
  const written = new Map<string, readonly string[]>();
  const take = (ref: string, keep: readonly string[]) => {
    for (const holder of written.get(ref) ?? []) if (!keep.includes(holder) && exists(holder)) set(holder, undefined);
  };
  const put = (ref: string, properties: P): Deployed => {
    const { document, holders } = read(properties);
    take(ref, holders);
    for (const holder of holders) set(holder, document);
    written.set(ref, holders);
    return { ref, attributes: { Id: ref } };
  };
  return provider<P>({
    type,
    schema,
    async create({ logicalId, properties, stackName }) {
      return put(physicalName({ logicalId, stackName }, random), properties);
    },
    async update({ properties }, { ref }) {
      return put(ref, properties);
    },
    async remove({ ref }) {
      take(ref, []);
      written.delete(ref);
    },
  });
}
