import type { Clock } from 'local-aws/clock';
import type { World } from '../memory/world.ts';

/** Requests in a second, steadily, as long as anything lasts. */
export const USERS_PER_SECOND = 10;

const MOST_VIEWS = 4_000;

/** What users meet from a moment on. */
interface View {
  readonly at: number;
  readonly canaryShare: number;
  /** The versions that answer, each as often; two while an alias is followed unevenly. */
  readonly canary: readonly string[];
  readonly production: readonly string[];
}

/** With the ways that requests take then. */
interface Stretch extends View {
  readonly ways: readonly Way[];
}

/** A way that requests take: through which alias, to which version, and how large a share of all of them. */
export interface Way {
  readonly alias: 'production' | 'canary';
  readonly version: string;
  /** Between 0 and 1. */
  readonly share: number;
}

export interface Delays {
  /** How long the data plane takes to follow new weights. VPC Lattice publishes no figure. */
  weightsMs: number;
  /** How long an alias answers with the version before. Lambda publishes no figure. */
  aliasesMs: number;
  /** Whether parts of the data plane follow before others: a third of the way, two thirds, all. */
  uneven: boolean;
}

/**
 * VPC Lattice's data plane: it follows what the control plane was told, later. Steady traffic, counted without sending
 * a request.
 */
export class DataPlane {
  readonly delays: Delays;
  private readonly clock: Clock;
  private readonly world: World;
  private readonly views: Stretch[];
  private changes = 0;
  private answers = 0;
  private readonly followed = { weights: 0, aliases: 0 };

  constructor(clock: Clock, world: World, delays: Partial<Delays> = {}) {
    this.clock = clock;
    this.world = world;
    this.delays = { weightsMs: 0, aliasesMs: 0, uneven: false, ...delays };
    this.views = [stretch({ at: clock.now(), ...this.shares(), ...this.versions() })];
  }

  /** Something has changed. */
  follow(): void {
    const change = ++this.changes;
    const { weightsMs, aliasesMs, uneven } = this.delays;
    const [shares, versions] = [this.shares(), this.versions()];
    const before = this.views.at(-1);
    if (uneven && before !== undefined) {
      for (const part of [1 / 3, 2 / 3]) {
        const canaryShare = before.canaryShare + part * (shares.canaryShare - before.canaryShare);
        this.later(part * weightsMs, () => this.show('weights', change, { canaryShare }));
      }
      const both = { canary: mixed(before, versions, 'canary'), production: mixed(before, versions, 'production') };
      this.later(aliasesMs / 2, () => this.show('aliases', change, both));
    }
    this.later(weightsMs, () => this.show('weights', change, shares));
    this.later(aliasesMs, () => this.show('aliases', change, versions));
  }

  private shares(): Pick<View, 'canaryShare'> {
    return { canaryShare: this.world.weights.canary / 100 };
  }

  private versions(): Pick<View, 'canary' | 'production'> {
    return { canary: [this.world.alias('canary').version], production: [this.world.alias('production').version] };
  }

  private later(delayMs: number, task: () => void): void {
    if (delayMs === 0) task();
    else this.clock.schedule(delayMs, task);
  }

  /** What was changed later may have come sooner, and stays. */
  private show(what: 'weights' | 'aliases', change: number, seen: Partial<View>): void {
    const last = this.views.at(-1);
    if (last === undefined || change < this.followed[what]) return;
    this.followed[what] = change;
    this.views.push(stretch({ ...last, ...seen, at: this.clock.now() }));
    // Nobody asks about hundreds of rollouts ago.
    if (this.views.length > MOST_VIEWS) this.views.splice(0, MOST_VIEWS / 2);
  }

  /** The version behind an alias, as far as the data plane has followed. */
  answering(alias: 'production' | 'canary'): string {
    const versions = this.views.at(-1)?.[alias] ?? [];
    return versions[this.answers++ % versions.length] ?? 'none';
  }

  /** Requests between two times that took a way that is counted. */
  requests(from: number, to: number, counted: (way: Way) => boolean): number {
    let sum = 0;
    let until = to;
    for (let i = this.views.length - 1; i >= 0 && until > from; i--) {
      const view = this.views[i];
      if (view === undefined || view.at >= until) continue;
      const seconds = (until - Math.max(view.at, from)) / 1000;
      for (const way of view.ways) if (counted(way)) sum += way.share * seconds * USERS_PER_SECOND;
      until = view.at;
    }
    return Math.round(sum);
  }
}

type Versions = Pick<View, 'canary' | 'production'>;

const mixed = (before: Versions, after: Versions, alias: keyof Versions): readonly string[] => [
  ...new Set([...before[alias], ...after[alias]]),
];

function stretch(view: View): Stretch {
  const { canary, canaryShare, production } = view;
  const ways = [...through('canary', canary, canaryShare), ...through('production', production, 1 - canaryShare)];
  return { ...view, ways: ways.filter(({ share }) => share > 0) };
}

const through = (alias: Way['alias'], versions: readonly string[], share: number): readonly Way[] =>
  versions.map((version) => ({ alias, version, share: share / versions.length }));
