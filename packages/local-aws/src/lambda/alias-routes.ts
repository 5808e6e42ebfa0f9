import type { Clock } from '../core/clock.ts';
import { anyOf, Follower } from '../core/follower.ts';
import type { Random } from '../core/random.ts';
import type { AliasRecord, FunctionRecord } from './model.ts';

export interface AliasRoutesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** How long after a change each part of Lambda follows. One part, at once, unless told: nothing is documented. */
  readonly aliasLagMs?: readonly number[] | undefined;
}

/** Where invocations through an alias go. */
export class AliasRoutes {
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly lagMs: readonly number[];
  /** Of each alias the version that each part follows. */
  private readonly parts = new WeakMap<FunctionRecord, Map<string, readonly Follower<string>[]>>();

  constructor({ clock, random, aliasLagMs = [0] }: AliasRoutesOptions) {
    this.clock = clock;
    this.random = random;
    this.lagMs = aliasLagMs;
  }

  /** The alias is at this version from now on. */
  written(record: FunctionRecord, { name, version }: AliasRecord): void {
    const aliases = this.parts.get(record) ?? new Map<string, readonly Follower<string>[]>();
    this.parts.set(record, aliases);
    const known = aliases.get(name);
    if (known === undefined)
      aliases.set(
        name,
        this.lagMs.map(() => new Follower(version)),
      );
    else known.forEach((part, i) => part.write(version, this.clock.now() + (this.lagMs[i] ?? 0)));
  }

  removed(record: FunctionRecord, name: string): void {
    this.parts.get(record)?.delete(name);
  }

  /** The version that an invocation meets; one that was deleted meanwhile is not met any more. */
  versionOf(record: FunctionRecord, { name, version }: AliasRecord): string {
    const parts = this.parts.get(record)?.get(name);
    const met = parts === undefined ? version : anyOf(parts, this.random).at(this.clock.now());
    return record.versions.has(met) ? met : version;
  }
}
