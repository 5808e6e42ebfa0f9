import type { AlarmState } from '../../rollout/alarms.ts';
import type { CheckArgs, CheckResult } from '../../statemachine/contract/rows/check.ts';
import type { SmokeTestArgs } from '../../statemachine/contract/rows/smoke-test.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import { HookGates } from './hook-gates.ts';
import type { Entry } from './trace.ts';
import { WordsSaid } from './words-said.ts';

type Answer = Extract<Entry, { what: 'answer' }>;

/** What is wrong with an advance. */
export interface BadAdvance {
  readonly invariant: 'I3' | 'I4';
  readonly words: string;
}

/** How the search tells that it moved the functions' clocks. */
const CLOCK_MOVED = /clock/;

/** Which gates each rollout has passed, judged by what its functions were shown, not by what they concluded. */
export class Gates {
  private readonly passed = new Map<string, Set<string>>();
  private readonly seen = new Map<string, readonly AlarmState[]>();
  private readonly hooks = new HookGates();
  private readonly said = new WordsSaid();
  private rollout: OpenRollout | undefined;
  /** Then nobody but the functions knows how long a bake was to them. */
  private clocksMoved = false;

  note(entry: Entry): BadAdvance | undefined {
    if (entry.what === 'record') this.rollout = entry.after.rollout;
    const words = this.hooks.note(entry, this.rollout);
    if (words !== undefined) return { invariant: 'I3', words };
    if (entry.what === 'disturbed' && CLOCK_MOVED.test(entry.how)) this.clocksMoved = true;
    if (entry.what === 'record') this.said.noteRecord(entry);
    if (entry.what === 'alarms') this.seen.set(entry.actor, entry.states);
    if (entry.what !== 'answer') return undefined;
    if (entry.fn === 'goOn') this.said.noteAnswer(entry);
    if (entry.error !== undefined) return undefined;
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

  /** @returns what is wrong with it when a check advances on bad evidence, or before its time with nobody's word */
  private check({ actor, at, payload, result }: Answer): BadAdvance | undefined {
    const args = payload as CheckArgs;
    const { alarms, minRequests, reportOnly, subject, tooFewRequests, weight } = args;
    const { next, verdict, requests } = result as CheckResult;
    // What the next check was not shown itself is no evidence: it may have waited since.
    const states = this.seen.get(actor) ?? [];
    this.seen.delete(actor);
    if (next !== 'advance' || reportOnly === true) return undefined;
    this.pass(actor, subject === 'canary' ? `canary at ${weight}` : 'production watched');
    const bad = alarms.filter((name) => states.find((alarm) => alarm.name === name)?.state !== 'OK');
    // A plan, or a person, may let a release go on that had some requests, but too few to judge.
    const told = this.said.saidAt(weight);
    const few =
      subject === 'canary' && (tooFewRequests === 'advance' || told) && requests > 0 && requests < minRequests;
    if ((verdict !== 'healthy' && !few) || bad.length > 0)
      return { invariant: 'I3', words: `advances although ${verdict}, not OK: ${bad.join(', ')}` };
    if (!few && subject === 'canary' && requests < minRequests)
      return { invariant: 'I3', words: `advances on ${requests} requests` };
    return subject === 'canary' ? this.unasked(args, at) : undefined;
  }

  /** A weight is left after its whole bake, or where a person lets it on; one that waits for approval by that alone. */
  private unasked(args: CheckArgs, now: number): BadAdvance | undefined {
    const { approve, bakeSeconds, compare, pauseEnds, settleSeconds, weight } = args;
    if (this.said.letsOn(weight)) return undefined;
    if (approve === true && pauseEnds !== 'go on')
      return { invariant: 'I4', words: `leaves ${weight} % and nobody has approved it` };
    const baked = this.said.secondsAt(weight, now) - settleSeconds;
    if (compare?.endEarly === true || this.clocksMoved || baked >= bakeSeconds) return undefined;
    return { invariant: 'I4', words: `leaves ${weight} % after ${baked} s of its bake, and nobody let it on` };
  }

  private pass(rollout: string, gate: string): void {
    const gates = this.passed.get(rollout) ?? new Set();
    this.passed.set(rollout, gates.add(gate));
  }
}
