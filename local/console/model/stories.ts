import { fateOf } from '../../../cli/story/chapter.ts';
import { hasRollout } from '../../../cli/story/purpose.ts';
import type { ExecutionView } from './protocol.ts';

/** A release or a revert, with everything that was done about it: its rollback, a pause, a go on. */
export interface Story {
  readonly of: ExecutionView;
  /** The newest first. */
  readonly about: readonly ExecutionView[];
}

/**
 * What belongs together is one story: what acts on a rollout is about the one that had begun last.
 * @param executions the newest first. @returns the same order
 */
export function stories(executions: readonly ExecutionView[]): readonly Story[] {
  const about = new Map<ExecutionView, ExecutionView[]>();
  executions.forEach((execution, index) => {
    const of = hasRollout(execution.kind)
      ? execution
      : (executions.slice(index).find(({ kind }) => hasRollout(kind)) ?? execution);
    const known = about.get(of) ?? [];
    about.set(of, of === execution ? known : [...known, execution]);
  });
  return [...about].map(([of, others]) => ({ of, about: others }));
}

/** Versions whose last release did not go well: nobody wants them offered first. */
export function badVersions(executions: readonly ExecutionView[]): ReadonlySet<string> {
  const last = new Map<string, boolean>();
  for (const execution of executions) {
    const { kind, version, closed } = execution;
    const fate = fateOf(execution, closed);
    if (kind !== 'release' || last.has(version) || fate === undefined || fate === 'refused') continue;
    last.set(version, fate === 'rolled back' || fate === 'rollback failed' || fate === 'cut short');
  }
  return new Set([...last].flatMap(([version, bad]) => (bad ? [version] : [])));
}
