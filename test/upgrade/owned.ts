/** As much of a template as tells what a deploy may not touch. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
}

/** What rollouts write at run time. CloudFormation writes the whole of what it touches, so it may not touch these. */
const OWNED = ['AWS::Lambda::Alias', 'AWS::VpcLattice::TargetGroup', 'AWS::VpcLattice::Listener'];

export function ownedByRollouts({ Resources }: Template): Template['Resources'] {
  return Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => OWNED.includes(Type)));
}
