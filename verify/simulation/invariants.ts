import type { OpenRollout } from '../../rollout/record/record.ts';
import { SHORTEST_SETTLE_SECONDS } from '../../statemachine/contract/writer.ts';
import { Gates } from './gates.ts';
import type { Entry } from './trace.ts';

export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8';

export interface Violation {
  readonly invariant: Invariant;
  readonly at: number;
  readonly message: string;
}

/** What a trace alone does not tell. */
export interface About {
  /** The weights at which the machine of an execution bakes, as it was when the execution started. */
  readonly weightsOf: (execution: string) => readonly number[];
}

const nameOf = (id: string): string => id.split(':').at(-1) ?? id;
const isOpen = (rollout: OpenRollout | undefined, id: string): rollout is OpenRollout => rollout?.id === id;

/** Reads a trace from its beginning to its end and says where an invariant did not hold. */
export function violationsOf(entries: readonly Entry[], about: About): readonly Violation[] {
  const reader = new Reader(about);
  for (const entry of entries) reader.read(entry);
  return reader.violations;
}

class Reader {
  readonly violations: Violation[] = [];
  private readonly about: About;
  private readonly gates = new Gates();
  private readonly closed = new Set<string>();
  /** Rollouts that somebody, or something, wanted rolled back. */
  private readonly asked = new Set<string>();
  /** When somebody wanted whatever is open rolled back, and nothing was yet. */
  private readonly askedAt: number[] = [];
  private readonly announced = new Set<string>();
  /** Aliases that a person moved while this rollout was open, or before it. */
  private readonly byHand = new Set<string>();
  /** What rollouts gave it. */
  private canaryWeight = 0;
  /** When each rollout's record first said that the canary has everything. */
  private readonly allSince = new Map<string, number>();
  private production = '1';
  private previous = '1';
  /** What a revert may put in production: the first version, what was promoted, and what a person put there. */
  private readonly known = new Set(['1']);

  constructor(about: About) {
    this.about = about;
  }

  read(entry: Entry): void {
    const badEvidence = this.gates.note(entry);
    if (badEvidence !== undefined) this.violated(badEvidence.invariant, entry, badEvidence.words);
    if (entry.what === 'asked') this.wanted(entry);
    if (entry.what === 'announced') this.announced.add(`${entry.event.kind} ${entry.event.rollout}`);
    if (entry.what === 'weights') this.weights(entry);
    if (entry.what === 'alias') this.alias(entry);
    if (entry.what === 'record') this.record(entry);
  }

  private wanted({ at, rollout }: Extract<Entry, { what: 'asked' }>): void {
    if (rollout === undefined) this.askedAt.push(at);
    else this.asked.add(rollout);
  }

  private weights(entry: Extract<Entry, { what: 'weights' }>): void {
    const { actor, canary, record, redrives, weights } = entry;
    // A weight that a person gives a moment before the alias moves is found by the shift that follows.
    this.canaryWeight = actor === 'person' ? 0 : weights.canary;
    if (weights.canary === 0 || actor === 'person') return;
    if (redrives > 0)
      this.violated('I8', entry, `${nameOf(actor)} was redriven and gives the canary ${weights.canary}`);
    if (!isOpen(record.rollout, actor))
      this.violated('I1', entry, `${nameOf(actor)} gives the canary ${weights.canary} without holding the claim`);
    else if (canary !== record.rollout.version && !this.byHand.has('canary'))
      this.violated('I3', entry, `version ${canary} gets requests, version ${record.rollout.version} was claimed for`);
    this.judgeGates(entry, actor, weights.canary);
  }

  /** More than a weight at which it bakes comes only once that bake has passed. */
  private judgeGates(entry: Entry, rollout: string, weight: number): void {
    const below = this.about.weightsOf(rollout).filter((each) => each < weight);
    const missing = this.gates.missing(rollout, below);
    if (missing !== undefined) this.violated('I3', entry, `the canary gets ${weight} % without: ${missing}`);
  }

  private alias(entry: Extract<Entry, { what: 'alias' }>): void {
    const { actor, alias, from, to, record } = entry;
    if (alias === 'production') this.production = to;
    if (alias === 'previous') this.previous = to;
    if (alias !== 'canary' && actor === 'person') this.known.add(to);
    if (actor === 'person') {
      this.byHand.add(alias);
      return;
    }
    if (alias === 'canary' && this.canaryWeight > 0 && !this.byHand.has('canary'))
      this.violated('I1', entry, `the canary moves to version ${to} while it has ${this.canaryWeight} %`);
    if (alias !== 'production' || actor === 'before') return;
    const { rollout } = record;
    const promotes = rollout && actor === rollout.id && to === rollout.version && rollout.productionMoved;
    if (promotes) return this.promoted(entry, rollout);
    const restores = rollout?.phase === 'rolling back' && from === rollout.version && to === rollout.previousVersion;
    if (!restores)
      this.violated(
        'I4',
        entry,
        `${nameOf(actor)} moves production from version ${from} to ${to}, which no open rollout explains`,
      );
  }

  private promoted(entry: Extract<Entry, { what: 'alias' }>, rollout: OpenRollout): void {
    if (entry.redrives > 0)
      this.violated(
        'I8',
        entry,
        `${nameOf(rollout.id)} was redriven and moves production to version ${rollout.version}`,
      );
    if (entry.from !== rollout.previousVersion)
      this.violated(
        'I4',
        entry,
        `version ${entry.from} is overwritten, version ${rollout.previousVersion} was compared with`,
      );
    if (rollout.kind === 'revert') {
      if (!this.known.has(rollout.version))
        this.violated('I4', entry, `production goes back to version ${rollout.version}, which was never promoted`);
      return;
    }
    const missing = this.gates.missing(rollout.id, this.about.weightsOf(rollout.id));
    if (missing !== undefined) this.violated('I3', entry, `version ${rollout.version} is promoted without: ${missing}`);
    const settled = (entry.at - (this.allSince.get(rollout.id) ?? entry.at)) / 1000;
    if (settled < SHORTEST_SETTLE_SECONDS)
      this.violated('I3', entry, `version ${rollout.version} is promoted ${settled} s after it was given everything`);
  }

  private record(entry: Extract<Entry, { what: 'record' }>): void {
    const before = entry.before.rollout;
    const { last } = entry.before;
    // As the service was found.
    if (last && !this.closed.has(last.id)) this.known.add(last.version).add(last.previousVersion);
    const after = entry.after.rollout;
    if (after && after.id !== before?.id) {
      if (before) this.violated('I1', entry, `${nameOf(after.id)} takes the claim that ${nameOf(before.id)} holds`);
      if (this.closed.has(after.id)) this.violated('I1', entry, `${nameOf(after.id)} claims a second time`);
      this.byHand.clear();
    }
    if (after?.confirmedWeight === 100 && !this.allSince.has(after.id)) this.allSince.set(after.id, entry.at);
    if (before && after?.id === before.id && before.phase !== after.phase) this.phase(entry, before, after);
    if (before && !after) this.close(entry, before);
  }

  private phase(entry: Entry, before: OpenRollout, after: OpenRollout): void {
    if (before.phase === 'rolling back')
      this.violated('I2', entry, `${nameOf(after.id)} is ${after.phase} again after its claim was revoked`);
    // Whoever claims notes the time first, and then finds out whether it may.
    const whileClaiming = this.askedAt.some((at) => at >= Date.parse(before.claimedAt));
    const explained = entry.actor === before.id || this.asked.has(before.id) || whileClaiming;
    if (after.phase === 'rolling back' && !explained)
      this.violated(
        'I6',
        entry,
        `${nameOf(entry.actor)} revokes the claim of ${nameOf(before.id)}, which nobody asked for`,
      );
  }

  private close(entry: Extract<Entry, { what: 'record' }>, rollout: OpenRollout): void {
    this.closed.add(rollout.id);
    const outcome = entry.after.last?.outcome;
    if ((outcome === 'promoted' && rollout.kind !== 'revert') || rollout.notRestored === true)
      this.known.add(rollout.version);
    if (rollout.phase === 'rolling back') {
      if (outcome !== 'rolled back')
        this.violated('I2', entry, `${nameOf(rollout.id)} is closed as ${outcome} after its claim was revoked`);
      const stays =
        rollout.productionMoved && this.production === rollout.version && rollout.version !== rollout.previousVersion;
      if (stays && rollout.notRestored !== true && !this.byHand.has('production'))
        this.violated(
          'I2',
          entry,
          `${nameOf(rollout.id)} is closed and production still runs version ${rollout.version}`,
        );
      if (rollout.previousKept !== undefined && this.previous === rollout.version && this.production !== this.previous)
        this.violated('I2', entry, `${nameOf(rollout.id)} is closed and previous still keeps version ${this.previous}`);
      if (!rollout.id.startsWith('watchdog:') && !this.announced.has(`rolled back ${rollout.id}`))
        this.violated('I5', entry, `nobody was told that ${nameOf(rollout.id)} was rolled back`);
      return;
    }
    // What adopts a listener, or gives it back, promotes nothing.
    if (rollout.listener !== undefined) return;
    if (outcome === 'promoted' && rollout.kind !== 'revert' && !this.gates.has(rollout.id, 'production watched')) {
      this.violated('I3', entry, `${nameOf(rollout.id)} is closed without a watch over production`);
    }
  }

  private violated(invariant: Invariant, { at }: Entry, message: string): void {
    this.violations.push({ invariant, at, message });
  }
}
