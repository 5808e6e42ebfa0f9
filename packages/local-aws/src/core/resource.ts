import type { z } from 'zod';
import type { Place } from './types.ts';

/** What a deployed resource answers to Ref and Fn::GetAtt. */
export interface Deployed {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResourceRequest<P> {
  readonly logicalId: string;
  readonly stackName: string;
  readonly place: Place;
  /** Resolved (no intrinsics left) and checked against the provider's schema. */
  readonly properties: P;
  /** The resource's Metadata from the template, such as `aws:asset:path`. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * How one CloudFormation resource type is made. The schema is strict at every level: a property it does not
 * name stops the deployment with the resource and the property's path.
 */
export interface ResourceProvider<P = unknown> {
  readonly type: string;
  readonly schema: z.ZodType<P>;
  create(request: ResourceRequest<P>): Promise<Deployed>;
  /**
   * The template's properties changed: the whole desired state is written, as CloudFormation does. A change that
   * needs a new resource answers with a new `ref` and leaves the old one alone; the deployer removes it
   * afterwards, unless its UpdateReplacePolicy says otherwise.
   */
  update(request: ResourceRequest<P>, deployed: Deployed): Promise<Deployed>;
  remove(deployed: Deployed): Promise<void>;
}

/** Keeps the property type inside a provider while the list of providers is of one type. */
export function provider<P>(definition: ResourceProvider<P>): ResourceProvider {
  return definition;
}
