import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** What people read, by path from the project's folder. */
export const PAGES = [
  'README.md',
  'RUNBOOK.md',
  'docs/cli.md',
  'docs/costs.md',
  'docs/code.md',
  'docs/day-two.md',
  'docs/from-codedeploy.md',
  'docs/hooks.md',
  'docs/judge.md',
  'docs/limits.md',
  'docs/local.md',
  'docs/operations.md',
  'docs/other-tools.md',
  'docs/own-function.md',
  'docs/preview.md',
  'docs/provisioned-concurrency.md',
  'docs/releasing.md',
  'docs/security.md',
  'docs/settings.md',
  'docs/try.md',
  'docs/words.md',
] as const;

/** Placeholders that docs/security.md says how to fill in without an output of their name. */
export const EXPLAINED = [
  'Account',
  'Region',
  'StackName',
  'ExecutionArn',
  'AnswerMachineArn',
  'AnswerExecutionArn',
  'UndeliveredQueueArn',
];

export const readText = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const withoutCode = (markdown: string): string => markdown.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');

/**
 * As GitHub makes them: lower case, what is neither letter, digit, space, dash nor underscore left out, dashes for
 * spaces.
 */
export const anchorsOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

export interface Link {
  /** From the project's folder. */
  readonly path: string;
  readonly anchor: string | undefined;
}

/** Links to files of the project. */
export function linksOf(page: string): Link[] {
  const targets = [...withoutCode(readText(page)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
    ([, target = '']) => target,
  );
  return targets.map((target) => {
    const [path = '', anchor] = target.split('#');
    return { path: path === '' ? page : posix.join(posix.dirname(page), path), anchor };
  });
}
