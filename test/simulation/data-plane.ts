import type { Clock } from '../../local/core/clock.ts';
import type { Alias } from '../../statemachine/contract/names.ts';
import type { World } from '../support/memory/world.ts';

/** Requests in a second, steadily, as long as anything lasts. */
export const USERS_PER_SECOND = 10;

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

/** VPC Lattice's data plane: it follows what the control plane was told, later. Steady traffic, counted without sending a request. */
export class DataPlane {
  /** How long it takes to follow. VPC Lattice publishes no figure. */
  delayMs: number;
  private readonly clock: Clock;
  private readonly world: World;
  private readonly views: View[] = [];

  constructor(clock: Clock, world: World, delayMs = 0) {
    this.clock = clock;
    this.world = world;
    this.delayMs = delayMs;
    this.follow(0);
  }

  /** Something has changed. */
  follow(delayMs = this.delayMs): void {
    const { weights, aliases } = this.world;
    const at = Math.max(this.clock.now() + delayMs, this.views.at(-1)?.at ?? 0);
    const version = (alias: Alias) => aliases.get(alias)?.version ?? 'none';
    this.views.push({ at, canaryShare: weights.canary / 100, canary: version('canary'), production: version('production') });
  }

  /** The version behind an alias, as far as the data plane has followed. */
  answering(alias: 'production' | 'canary'): string {
    const now = this.clock.now();
    return this.views.findLast(({ at }) => at <= now)?.[alias] ?? 'none';
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
