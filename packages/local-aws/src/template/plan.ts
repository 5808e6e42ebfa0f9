import { isDeepStrictEqual } from 'node:util';
import { desiredOf, pending } from './check-template.ts';
import { CREATE_ONLY } from './create-only.ts';
import { driftOf } from './drift.ts';
import type { Prepared } from './prepared.ts';
import type { TemplateResource } from './schema.ts';
import type { Stack, StackResource } from './stack.ts';

/** One property that will be written otherwise; values are what the template resolves to, as far as that is known. */
export interface PropertyChange {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  /** Whether another value makes another resource. */
  readonly recreates: boolean;
  /** Somebody else has written it since. */
  readonly drifted: boolean;
}

/** What a deployment would do to one resource. */
export interface PlannedChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly before?: StackResource;
  /** Of a modification; none for one of the metadata alone, which touches nothing. */
  readonly properties: readonly PropertyChange[];
  readonly replaces: boolean;
  /** Whether the resource that is there before stays when it is replaced or removed. */
  readonly retains: boolean;
}

/**
 * What a deployment would change, resource by resource in its order, without touching anything. What depends on a
 * resource that is made first counts as a change: its value is not known before.
 */
export function planOf(stack: Stack | undefined, prepared: Prepared, revertDrift: boolean): PlannedChange[] {
  const previous = stack?.resources ?? new Map<string, StackResource>();
  const unknown = new Set<string>();
  const scope = prepared.scope((id) => (unknown.has(id) ? pending(id) : (previous.get(id)?.deployed ?? pending(id))));
  const changes: PlannedChange[] = [];
  for (const id of prepared.order) {
    const resource = prepared.resources.get(id);
    if (resource === undefined) continue;
    const before = previous.get(id);
    const change =
      before === undefined
        ? added(id, resource)
        : modified(id, resource, before, desiredOf(resource, before.provider, scope, id), revertDrift);
    if (change === undefined) continue;
    if (before === undefined || change.replaces) unknown.add(id);
    changes.push(change);
  }
  const gone = [...previous].filter(([id]) => !prepared.resources.has(id)).toReversed();
  return [...changes, ...gone.map(([id, resource]) => removed(id, resource))];
}

function added(logicalId: string, { Type: type }: TemplateResource): PlannedChange {
  return { action: 'Add', logicalId, type, properties: [], replaces: false, retains: false };
}

function removed(logicalId: string, before: StackResource): PlannedChange {
  const retains = before.deletionPolicy !== 'Delete';
  return { action: 'Remove', logicalId, type: before.provider.type, before, properties: [], replaces: false, retains };
}

function modified(
  logicalId: string,
  { Type: type, Metadata, UpdateReplacePolicy }: TemplateResource,
  before: StackResource,
  wanted: unknown,
  revertDrift: boolean,
): PlannedChange | undefined {
  const desired = wanted as Readonly<Record<string, unknown>>;
  const was = before.desired as Readonly<Record<string, unknown>>;
  const drifted = new Set(revertDrift ? driftOf(before) : []);
  const names = [...new Set([...Object.keys(was), ...Object.keys(desired)])];
  const properties = names
    .filter((name) => drifted.has(name) || !isDeepStrictEqual(was[name], desired[name]))
    .map((name) => ({
      name,
      before: was[name],
      after: desired[name],
      recreates: CREATE_ONLY[type]?.includes(name) === true && !isDeepStrictEqual(was[name], desired[name]),
      drifted: drifted.has(name),
    }));
  const replaces = properties.some(({ recreates }) => recreates);
  if (properties.length === 0 && isDeepStrictEqual(before.request.metadata, Metadata)) return undefined;
  const retains = UpdateReplacePolicy === 'Retain';
  return { action: 'Modify', logicalId, type, before, properties, replaces, retains };
}
