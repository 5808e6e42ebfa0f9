import type { z } from 'zod';
import type { Cloud } from '../src/cloud.ts';
import { SERVICES, type ServiceName, type ServiceProtocol } from '../src/wire/services.ts';

export interface ServiceRow {
  /** As signatures have it. */
  readonly name: ServiceName;
  /** As people know it. */
  readonly title: string;
  readonly protocols: readonly string[];
  readonly operations: readonly string[];
}

/** What the page tells of; the one place that knows where the cloud keeps it. */
export interface Tables {
  readonly services: readonly ServiceRow[];
  readonly resources: readonly { readonly type: string; readonly schema: z.ZodType }[];
}

export function tablesOf(cloud: Pick<Cloud, 'operations' | 'resources'>): Tables {
  return {
    services: (Object.keys(SERVICES) as ServiceName[]).map((name) => ({
      name,
      title: SERVICES[name].title,
      protocols: protocolsOf(SERVICES[name]),
      operations: Object.keys(cloud.operations[name]).sort(),
    })),
    resources: cloud.resources.toSorted((one, other) => (one.type < other.type ? -1 : 1)),
  };
}

function protocolsOf({ cbor, json, query, rest }: ServiceProtocol): readonly string[] {
  return [
    ...(json === undefined ? [] : [`AWS JSON ${json.version}`]),
    ...(cbor === undefined ? [] : ['RPC v2 CBOR']),
    ...(query === undefined ? [] : ['Query']),
    ...(rest === undefined ? [] : ['REST JSON']),
  ];
}
