import type { GoOnArgs } from '../../statemachine/contract/rows/go-on.ts';
import type { Entry } from './trace.ts';

type Answer = Extract<Entry, { what: 'answer' }>;

/**
 * For which weights somebody said "go on": those that ran when their executions began, whatever the record says. By
 * the clock of everything.
 */
export class WordsSaid {
  /** The canary's weights of the rollout that is open, and since when. */
  private weights: readonly { readonly at: number; readonly weight: number }[] = [];
  private rollout: string | undefined;
  private readonly letOn = new Set<number>();
  /** Who has written the record, so that it was heard even of a function that died before it answered. */
  private readonly wrote = new Set<string>();
  private promotedFrom: number | undefined;

  noteRecord({ actor, at, after: { rollout } }: Extract<Entry, { what: 'record' }>): void {
    this.wrote.add(actor);
    if (rollout?.id !== this.rollout) {
      this.rollout = rollout?.id;
      this.weights = [];
      this.letOn.clear();
      this.promotedFrom = undefined;
    }
    const weight = rollout?.confirmedWeight ?? 0;
    if (this.weights.at(-1)?.weight !== weight) this.weights = [...this.weights, { at, weight }];
  }

  /** Where it was heard, what it says counts for the weight that its speaker could see. */
  noteAnswer({ actor, error, payload }: Answer): void {
    if (error !== undefined && !this.wrote.has(actor)) return;
    const { execution, input } = payload as GoOnArgs;
    const { goOn, pause } = input as { readonly goOn?: unknown; readonly pause?: unknown };
    if (pause !== undefined) {
      this.promotedFrom = undefined;
      return;
    }
    const said = Date.parse(execution.startedAt ?? '');
    const weight = this.weights.findLast(({ at }) => at <= said)?.weight;
    if (weight === undefined) return;
    this.letOn.add(weight);
    if (goOn === 'promote') this.promotedFrom = weight;
  }

  letsOn(weight: number): boolean {
    return this.letOn.has(weight) || (this.promotedFrom ?? Infinity) < weight;
  }

  /** Whether somebody said so having seen that weight. */
  saidAt = (weight: number): boolean => this.letOn.has(weight);

  /** For how long the canary has had this weight, in seconds. */
  secondsAt(weight: number, now: number): number {
    const since = this.weights.findLast((each) => each.weight === weight)?.at ?? now;
    return (now - since) / 1000;
  }
}
