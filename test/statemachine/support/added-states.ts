import type { RetryPolicy } from '../../../statemachine/contract/retry-policy.ts';
import type { Outline, Part, Stage } from '../../../statemachine/outline/outline.ts';
import type { OutlineState, TaskState } from '../../../statemachine/outline/states.ts';

/** A task for a function that is none of the rollout's own. */
export const yourTask = (functionSeconds: number, retries: readonly RetryPolicy[]): TaskState => ({
  type: 'task',
  name: 'Ask the owner',
  functionSeconds,
  retries,
});

/** The same outline whose steps do these besides, once the weight has settled. */
export const inEachStep = (outline: Outline, added: readonly OutlineState[]): Outline =>
  inStages(outline, stepsOf(outline), (parts) => [...parts.slice(0, 2), ...added, ...parts.slice(2)]);

/** The same outline with a state more in one step, at that place among its parts. */
export const inStep = (outline: Outline, step: number, place: number, added: OutlineState): Outline =>
  inStages(outline, stepsOf(outline).slice(step, step + 1), (parts) => parts.toSpliced(place, 0, added));

/** The same outline with a state more in each turn of each bake: where it waits, or where it looks. */
export const inEachBake = (outline: Outline, where: 'wait' | 'look', place: number, added: OutlineState): Outline =>
  inStages(outline, stepsOf(outline), (parts) =>
    parts.map((part) => (part.type === 'loop' ? { ...part, [where]: part[where].toSpliced(place, 0, added) } : part)),
  );

const stepsOf = ({ release }: Outline): readonly Stage[] => release.filter(({ kind }) => kind === 'step');

const inStages = (
  outline: Outline,
  these: readonly Stage[],
  change: (parts: readonly Part[]) => readonly Part[],
): Outline => ({
  ...outline,
  release: outline.release.map((stage) => (these.includes(stage) ? { ...stage, parts: change(stage.parts) } : stage)),
});
