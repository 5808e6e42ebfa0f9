import { isDeepStrictEqual } from 'node:util';
import type { StackResource } from './stack.ts';

/** Names of a resource's properties that are live otherwise than its stack asked for; none for one that is gone. */
export function driftOf({ provider, request, deployed }: StackResource): readonly string[] {
  const asked = request.properties as Readonly<Record<string, unknown>>;
  return Object.entries(liveOf({ provider, request, deployed }))
    .filter(([name, value]) => !isDeepStrictEqual(value, asked[name]))
    .map(([name]) => name);
}

function liveOf(resource: Pick<StackResource, 'provider' | 'request' | 'deployed'>): Readonly<Record<string, unknown>> {
  try {
    return resource.provider.live?.(resource.request, resource.deployed) ?? {};
  } catch {
    return {};
  }
}
