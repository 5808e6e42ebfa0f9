/** A rule of cfn-lint that a finding may break, and why. One that nothing breaks any more fails the check. */
export interface LintException {
  readonly rule: string;
  /** What the finding says, as far as it must. */
  readonly says: RegExp;
  readonly reason: string;
}

export const LINT_EXCEPTIONS: readonly LintException[] = [
  {
    rule: 'W3005',
    says: /dependency already enforced/,
    reason: 'CDK writes DependsOn for the roles of functions and machines, whose policies must be there first',
  },
];
