import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Deployed, provider, type ResourceProvider, type ResourceRequest } from './resource.ts';

type Properties = Readonly<Record<string, unknown>>;

export interface InertType {
  readonly type: string;
  /** The properties that it takes; whatever their values are, they do nothing. */
  readonly properties: readonly string[];
  /** What it is for on AWS and does not do here, such as `nothing is encrypted`. */
  readonly inert: string;
  /** The same for the same request, so that an update is a replacement exactly where the name is another. */
  readonly made: (request: ResourceRequest<Properties>, name: string) => Deployed;
}

/** A resource that a stack keeps and that does nothing here: no service of this cloud reads it. */
export function inertProvider({ type, properties, inert, made }: InertType): ResourceProvider {
  const deployed = (request: ResourceRequest<Properties>) => made(request, nameFor(request));
  return provider<Properties>({
    type,
    schema: z.strictObject(Object.fromEntries(properties.map((name) => [name, z.unknown().optional()]))),
    inert,
    create: async (request) => deployed(request),
    update: async (request) => deployed(request),
    remove: async () => undefined,
  });
}

/** A name for what asks for none: in small letters, as some services want it. */
function nameFor({ stackName, logicalId }: ResourceRequest<Properties>): string {
  const hash = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 12);
  return `${stackName}-${logicalId}`.toLowerCase().slice(0, 50) + `-${hash}`;
}
