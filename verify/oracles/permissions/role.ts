import type { Resources } from './resolved.ts';
import { templateStatements } from './template-statements.ts';

export interface RoleFaults {
  /** Actions of calls that are made and not allowed. */
  readonly missing: readonly string[];
  /** Actions that are allowed and never taken. */
  readonly idle: readonly string[];
}

/**
 * What a role is allowed to do, held against the calls that are made with it.
 *
 * @param role its logical id
 * @param taken the actions of the calls
 * @param others actions that somebody else takes with this role, and that are not looked at
 */
export function roleFaults(resources: Resources, role: string, taken: Iterable<string>, others: RegExp): RoleFaults {
  const policies = policiesOf(resources, role);
  const allowed = new Set(
    templateStatements(resources)
      .filter(({ place }) => policies.some((id) => place.startsWith(`${id}.`)))
      .flatMap(({ actions }) => actions)
      .filter((action) => !others.test(action)),
  );
  const needed = new Set(taken);
  return {
    missing: [...needed].filter((each) => !allowed.has(each)),
    idle: [...allowed].filter((each) => !needed.has(each)),
  };
}

function policiesOf(resources: Resources, role: string): string[] {
  const roles = JSON.stringify([{ Ref: role }]);
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) =>
    Type === 'AWS::IAM::Policy' && JSON.stringify(Properties['Roles']) === roles ? [id] : [],
  );
}
