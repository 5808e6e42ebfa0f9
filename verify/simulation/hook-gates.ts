import type { OpenRollout } from '../../rollout/record/record.ts';
import type { Hook } from '../../statemachine/contract/hooks.ts';
import type { AskHooksArgs, AskHooksResult } from '../../statemachine/contract/rows/ask-hooks.ts';
import type { CheckArgs, CheckResult } from '../../statemachine/contract/rows/check.ts';
import type { Entry } from './trace.ts';

type Answer = Extract<Entry, { what: 'answer' }>;
type Asked = Extract<Entry, { what: 'hook' }>;

const keyOf = (rollout: string, fn: string, stage: string, weight: number) => `${rollout} ${fn} ${stage} ${weight}`;

/** What hooks said, beside what became of it: nothing may be let on past one that did not succeed. */
export class HookGates {
  /** What each hook said last, at each weight. */
  private readonly said = new Map<string, boolean>();
  /** Which hooks a rollout asks at a weight. */
  private readonly planned = new Map<string, readonly Hook[]>();
  /** Rollouts whose last check, or whose asking before users, was followed by another question. */
  private readonly askedSince = new Set<string>();

  /** @returns what is wrong with it */
  note(entry: Entry, rollout: OpenRollout | undefined): string | undefined {
    if (entry.what === 'hook') this.heard(entry);
    if (entry.what === 'weights' && entry.weights.canary > 0 && entry.actor !== 'person') return this.between(entry);
    if (entry.what === 'alias' && entry.alias === 'production' && rollout?.phase === 'promoting')
      return this.between(entry);
    return entry.what === 'answer' && entry.error === undefined ? this.answered(entry, rollout) : undefined;
  }

  private heard({ actor, fn, stage, weight, succeeded }: Asked): void {
    this.said.set(keyOf(actor, fn, stage, weight), succeeded);
    this.askedSince.add(actor);
  }

  /** Nothing stands between a healthy check and what it leads to. */
  private between({ actor }: Entry): string | undefined {
    return this.askedSince.has(actor) ? 'a hook was asked between what let it on and what it led to' : undefined;
  }

  private answered({ actor, fn, payload, result }: Answer, rollout: OpenRollout | undefined): string | undefined {
    if (fn === 'askHooks') {
      const { hooks, weight } = payload as AskHooksArgs;
      this.planned.set(`${actor} ${weight}`, hooks);
      if (weight > 0 || (result as AskHooksResult).next !== 'advance') return undefined;
      this.askedSince.delete(actor);
      return this.notPassed(actor, 0, rollout);
    }
    if (fn !== 'check' || (payload as CheckArgs).subject !== 'canary') return undefined;
    this.askedSince.delete(actor);
    if ((result as CheckResult).next !== 'advance') return undefined;
    return this.notPassed(actor, (payload as CheckArgs).weight, rollout);
  }

  /** A person may let it on past those that are to hold it. */
  private notPassed(actor: string, weight: number, rollout: OpenRollout | undefined): string | undefined {
    const told = rollout?.heldAt === weight && rollout.goOn === true;
    const bad = (this.planned.get(`${actor} ${weight}`) ?? []).find(
      ({ at, fn, onError = 'roll back' }) =>
        this.said.get(keyOf(actor, fn, at, weight)) !== true && onError !== 'ignore' && !(onError === 'hold' && told),
    );
    return bad === undefined ? undefined : `advances though the hook ${bad.at} has not succeeded`;
  }
}
