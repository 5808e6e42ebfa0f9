import type { z } from 'zod';

/** What is wrong with a template, where, and what was expected. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  /** @param where such as `Outputs.ListenerId` or `RollbackTopic (AWS::SNS::Topic)` */
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
  }
}

/** `Targets[0].Id` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

export interface Problem {
  readonly path: readonly PropertyKey[];
  /** True when a property is there that nobody knows, whatever its value. */
  readonly unknown: boolean;
  readonly message: string;
}

/** Zod's issues, one problem each; of a union, the alternatives that name an unknown property are the telling ones. */
export function problemsOf(error: z.core.$ZodError): Problem[] {
  return error.issues.flatMap((issue) => problems(issue, []));
}

function problems(issue: z.core.$ZodIssue, base: readonly PropertyKey[]): Problem[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      unknown: true,
      message: 'is not supported by the local cloud',
    }));
  }
  if (issue.code === 'invalid_union') {
    const inside = issue.errors.flatMap((alternative) => alternative.flatMap((nested) => problems(nested, path)));
    const unknown = inside.filter((problem) => problem.unknown);
    if (unknown.length > 0) return unknown;
  }
  return [{ path, unknown: false, message: issue.message.replace(/^Invalid input: /, '') }];
}

/** One line for each problem: `RollbackTopic (AWS::SNS::Topic) FifoTopic: is not supported by the local cloud`. */
export function problemLines(where: string, found: readonly Problem[]): string[] {
  return found.map((problem) => {
    const at = pathText(problem.path);
    return at === '' ? `${where}: ${problem.message}` : `${where} ${at}: ${problem.message}`;
  });
}
