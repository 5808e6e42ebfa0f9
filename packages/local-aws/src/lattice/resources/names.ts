import { physicalName } from '../../core/physical-name.ts';
import type { Random } from '../../core/random.ts';
import type { ResourceRequest } from '../../core/resource.ts';

export interface Named {
  readonly Name?: string | undefined;
}

/** The name that the template gives, or one as CloudFormation makes it up, in the lower case that VPC Lattice wants. */
export type NameMaker = (request: ResourceRequest<Named>, maxLength: number) => string;

export function nameMaker(random: Random): NameMaker {
  return (request, maxLength) => request.properties.Name ?? physicalName(request, random, maxLength).toLowerCase();
}

/** Another name makes another resource; leaving it out keeps the one that was made up. */
export function isRenamed({ Name }: Named, current: { readonly name: string }): boolean {
  return Name !== undefined && Name !== current.name;
}
