import type { Chance } from '../chance.ts';
import type { Lateness, MinuteOf } from '../minutes.ts';
import { lognormal, type Times } from '../times.ts';

/** What a side goes through in a minute whatever its version. */
export interface SideLoad {
  /** Share of answers that fail. */
  readonly errors: number;
  /** How many times as long answers take as usual. */
  readonly slowness: number;
}

export interface Load {
  /** Requests of both sides together, on average. */
  readonly requests: number;
  /** The canary's share of them, 0 to 1. */
  readonly share: number;
  readonly canary: SideLoad;
  readonly production: SideLoad;
}

/** What the first answers of each new execution environment are like. */
export interface Cold {
  /** How many of them. */
  readonly requests: number;
  /** How many times as long they take. */
  readonly slowness: number;
  /** Share of them that fails. */
  readonly errors: number;
}

/** One release's surroundings: may remember, minute by minute. */
export interface World {
  readonly times: Times;
  minute(at: MinuteOf): Load;
  /** A client that meets a failed answer asks until it has met so many of them. @default 1 */
  readonly attempts?: number;
  /** @default only the first answer is slow, by starting */
  readonly cold?: Cold;
  /** When the metrics of a minute of one side come. @default all at once */
  late?(): Lateness;
}

/** By which healthy releases are summed and held against a target. */
export type Group = 'independent' | 'failing' | 'disturbed' | 'clients' | 'last step';

export interface Workload {
  readonly name: string;
  readonly group: Group;
  /** Share of answers that always fail on both sides. @default between 0.01 and 0.1 %, each size equally likely */
  readonly own?: number;
  begin(chance: Chance, service: { readonly rate: number; readonly own: number }): World;
}

export const USUAL_TIMES = lognormal(40, 0.5);

/** As always: so many requests, split as they should be, and nothing wrong. */
export function plainLoad(rate: number, own: number, { share }: MinuteOf): Load {
  const side = { errors: own, slowness: 1 };
  return { requests: 60 * rate, share, canary: side, production: side };
}

/** Something that both sides use. */
export function onBothSides(load: Load, { errors = 0, slowness = 1 }: Partial<SideLoad>): Load {
  const with_ = (side: SideLoad): SideLoad => ({
    errors: side.errors + (1 - side.errors) * errors,
    slowness: side.slowness * slowness,
  });
  return { ...load, canary: with_(load.canary), production: with_(load.production) };
}

/** The same in every minute, but for what is given. */
export function workload(
  name: string,
  group: Group,
  { own, ...rest }: { readonly own?: number; readonly times?: Times } & Partial<World> = {},
  change: (load: Load, at: MinuteOf) => Load = (load) => load,
): Workload {
  return {
    name,
    group,
    ...(own !== undefined && { own }),
    begin: (_chance, service) => ({
      times: USUAL_TIMES,
      ...rest,
      minute: (at) => change(plainLoad(service.rate, service.own, at), at),
    }),
  };
}
