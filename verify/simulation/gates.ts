import type { AlarmState } from '../../rollout/alarms.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import type { CheckArgs, CheckResult, SmokeTestArgs } from '../../statemachine/contract/payloads.ts';
import { HookGates } from './hook-gates.ts';
import type { Entry } from './trace.ts';

type Answer = Extract<Entry, { what: 'answer' }>;

/** Which gates each rollout has passed, judged by what its functions were shown, not by what they concluded. */
export class Gates {
  private readonly passed = new Map<string, Set<string>>();
  private readonly seen = new Map<string, readonly AlarmState[]>();
  private readonly hooks = new HookGates();
  private rollout: OpenRollout | undefined;

  note(entry: Entry): string | undefined {
    if (entry.what === 'record') this.rollout = entry.after.rollout;
    const unasked = this.hooks.note(entry, this.rollout);
    if (unasked !== undefined) return unasked;
    if (entry.what === 'alarms') this.seen.set(entry.actor, entry.states);
    if (entry.what !== 'answer' || entry.error !== undefined) return undefined;
    if (entry.fn === 'smokeTest') this.pass(entry.actor, `smoke test of ${(entry.payload as SmokeTestArgs).alias}`);
    return entry.fn === 'check' ? this.check(entry) : undefined;
  }

  /** The first gate in front of a promotion that this rollout has not passed. */
  missing(rollout: string, weights: readonly number[]): string | undefined {
    const gates = ['smoke test of canary', ...weights.map((weight) => `canary at ${weight}`)];
    return gates.find((gate) => !this.has(rollout, gate));
  }

  has(rollout: string, gate: string): boolean {
    return this.passed.get(rollout)?.has(gate) === true;
  }

  /** @returns what is wrong with it when a check advances on bad evidence */
  private check({ actor, payload, result }: Answer): string | undefined {
    const { subject, weight, alarms, minRequests, tooFewRequests, reportOnly } = payload as CheckArgs;
    const { next, verdict, requests } = result as CheckResult;
    if (next !== 'advance' || reportOnly === true) return undefined;
    this.pass(actor, subject === 'canary' ? `canary at ${weight}` : 'production watched');
    const states = this.seen.get(actor) ?? [];
    const bad = alarms.filter((name) => states.find((alarm) => alarm.name === name)?.state !== 'OK');
    // A plan, or where it says to hold a person, may let a release go on that had some requests, but too few to judge.
    const told = tooFewRequests === 'hold' && this.rollout?.heldAt === weight && this.rollout.goOn === true;
    const few =
      subject === 'canary' && (tooFewRequests === 'advance' || told) && requests > 0 && requests < minRequests;
    if ((verdict !== 'healthy' && !few) || bad.length > 0)
      return `advances although ${verdict}, not OK: ${bad.join(', ')}`;
    if (few) return undefined;
    return subject === 'canary' && requests < minRequests ? `advances on ${requests} requests` : undefined;
  }

  private pass(rollout: string, gate: string): void {
    const gates = this.passed.get(rollout) ?? new Set();
    this.passed.set(rollout, gates.add(gate));
  }
}
