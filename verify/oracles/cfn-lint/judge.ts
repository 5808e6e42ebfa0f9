import type { LintException } from './exceptions.ts';

/** One finding, as `cfn-lint --format json` writes it. */
export interface Finding {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

/**
 * What is left of the findings, and the exceptions that none of them needs: a sentence each.
 * @param nameOf what a file is called in the sentences
 */
export function lintFaults(
  findings: readonly Finding[],
  exceptions: readonly LintException[],
  nameOf: (file: string) => string,
): string[] {
  const excepted = ({ Rule, Message }: Finding) =>
    exceptions.find(({ rule, says }) => rule === Rule.Id && says.test(Message));
  const used = new Set(findings.map(excepted));
  return [
    ...findings
      .filter((finding) => excepted(finding) === undefined)
      .map(
        ({ Filename, Message, Rule, Location }) =>
          `${nameOf(Filename)}: ${Rule.Id} ${Message} (${(Location.Path ?? []).join('/')})`,
      ),
    ...exceptions
      .filter((exception) => !used.has(exception))
      .map(({ rule }) => `the exception for ${rule} is needed no longer: take it away`),
  ];
}
