import type { Clock } from 'local-aws/clock';
import type { World } from '../memory/world.ts';

/** Requests in a second, steadily, as long as anything lasts. */
export const USERS_PER_SECOND = 10;

const MOST_VIEWS = 4_000;

/** What users meet from a moment on. */
interface View {
  readonly at: number;
  readonly canaryShare: number;
  readonly canary: string;
  readonly production: string;
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
}

/**
 * VPC Lattice's data plane: it follows what the control plane was told, later. Steady traffic, counted without sending
 * a request.
 */
export class DataPlane {
  readonly delays: Delays;
  private readonly clock: Clock;
  private readonly world: World;
  private readonly views: View[];
  private changes = 0;
  private readonly followed = { weights: 0, aliases: 0 };

  constructor(clock: Clock, world: World, delays: Partial<Delays> = {}) {
    this.clock = clock;
    this.world = world;
    this.delays = { weightsMs: 0, aliasesMs: 0, ...delays };
    this.views = [{ at: clock.now(), ...this.shares(), ...this.versions() }];
  }

  /** Something has changed. */
  follow(): void {
    const change = ++this.changes;
    const { weightsMs, aliasesMs } = this.delays;
    const [shares, versions] = [this.shares(), this.versions()];
    this.later(weightsMs, () => this.show('weights', change, shares));
    this.later(aliasesMs, () => this.show('aliases', change, versions));
  }

  private shares(): Pick<View, 'canaryShare'> {
    return { canaryShare: this.world.weights.canary / 100 };
  }

  private versions(): Pick<View, 'canary' | 'production'> {
    return { canary: this.world.alias('canary').version, production: this.world.alias('production').version };
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
    this.views.push({ ...last, ...seen, at: this.clock.now() });
    // Nobody asks about hundreds of rollouts ago.
    if (this.views.length > MOST_VIEWS) this.views.splice(0, MOST_VIEWS / 2);
  }

  /** The version behind an alias, as far as the data plane has followed. */
  answering(alias: 'production' | 'canary'): string {
    return this.views.at(-1)?.[alias] ?? 'none';
  }

  /** Requests between two times that took a way that is counted. */
  requests(from: number, to: number, counted: (way: Way) => boolean): number {
    let sum = 0;
    let until = to;
    for (let i = this.views.length - 1; i >= 0 && until > from; i--) {
      const view = this.views[i];
      if (view === undefined || view.at >= until) continue;
      const seconds = (until - Math.max(view.at, from)) / 1000;
      for (const way of waysOf(view)) if (way.share > 0 && counted(way)) sum += way.share * seconds * USERS_PER_SECOND;
      until = view.at;
    }
    return Math.round(sum);
  }
}

const waysOf = ({ canaryShare, canary, production }: View): readonly Way[] => [
  { alias: 'canary', version: canary, share: canaryShare },
  { alias: 'production', version: production, share: 1 - canaryShare },
];
