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
  /** Take over what is there under the name already and belongs to no stack, of types that can. */
  readonly importsExisting?: boolean;
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
  /** Why properties cannot be had here at all, with the way out: said in place of whatever else is wrong with them. */
  refuses?(properties: unknown): string | undefined;
  /** Of a type that is kept and does nothing here: what it does not do, such as `nothing is encrypted`. */
  readonly inert?: string;
  /** The same of what a resource asks for, such as a layer of elsewhere: a sentence each. */
  keeps?(properties: P): readonly string[];
  create(request: ResourceRequest<P>): Promise<Deployed>;
  /**
   * The template's properties changed: the whole desired state is written, as CloudFormation does. A change that
   * needs a new resource answers with a new `ref` and leaves the old one alone; the deployer removes it
   * afterwards, unless its UpdateReplacePolicy says otherwise.
   */
  update(request: ResourceRequest<P>, deployed: Deployed): Promise<Deployed>;
  remove(deployed: Deployed): Promise<void>;
  /**
   * What somebody else may have written since, by the template's names and with what is live now: these properties are
   * written again where a deployment is to revert drift. Nothing of a type without it drifts.
   */
  live?(request: ResourceRequest<P>, deployed: Deployed): Readonly<Record<string, unknown>>;
}

/** Keeps the property type inside a provider while the list of providers is of one type. */
export function provider<P>(definition: ResourceProvider<P>): ResourceProvider {
  return definition;
}
