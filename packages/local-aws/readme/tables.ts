import type { z } from 'zod';
import type { Cloud } from '../src/cloud.ts';
import { spoken } from '../src/wire/identify.ts';

export interface ServiceRow {
  /** As signatures have it. */
  readonly name: string;
  /** As people know it. */
  readonly title: string;
  readonly protocols: readonly string[];
  readonly operations: readonly string[];
}

/** What the page tells of; the one place that knows where the cloud keeps it. */
export interface Tables {
  readonly services: readonly ServiceRow[];
  readonly resources: readonly { readonly type: string; readonly schema: z.ZodType; readonly inert?: string }[];
}

export function tablesOf(cloud: Pick<Cloud, 'services' | 'resources'>): Tables {
  return {
    services: Object.values(cloud.services).map((service) => ({
      name: service.name,
      title: service.title,
      protocols: spoken(service),
      operations: Object.keys(service.operations).sort(),
    })),
    resources: cloud.resources.toSorted((one, other) => (one.type < other.type ? -1 : 1)),
  };
}
