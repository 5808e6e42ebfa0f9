import { TIMES } from '../../rollout/lambda/minutes.ts';
import type { Chance } from './chance.ts';
import { Environments } from './environments.ts';
import { isSlow, type Fault } from './faults/fault.ts';
import { SILENT, type MinuteOf, type Sample, type Side, type Truth } from './minutes.ts';
import type { Service } from './service.ts';
import { addColdStarts, drawByFactor, sharesBeyond, SLOWER } from './times.ts';
import type { SideLoad, World } from './workloads/workload.ts';

/** What a strategy reads beside requests and errors; what nobody reads is not drawn. */
export interface Reading {
  /** The canary's times beyond `TIMES`, or beyond `SLOWER` times each; none where nobody asks. */
  readonly times: 'none' | 'by factor' | 'as they are';
  /** Beyond so many times each besides. @default none */
  readonly alsoBy?: readonly number[];
  /** Requests a second that it sends to the canary itself while the canary has any. */
  readonly loadTest?: number;
  /** It is told the chances. */
  readonly knows?: boolean;
}

/** One service under one release: what happens, minute by minute. */
export class Scene {
  readonly world: World;
  private readonly chance: Chance;
  private readonly service: Service;
  private readonly reading: Reading;
  private readonly environments = new Environments();
  private readonly old: Environments;

  /** @param world another one's, where it is to be the same; its own unless given */
  constructor(chance: Chance, service: Service, reading: Reading, world?: World) {
    this.chance = chance;
    this.service = service;
    this.reading = reading;
    this.world = world ?? service.workload.begin(chance, service);
    this.old = new Environments(service.rate);
  }

  /** @param tested whether the strategy's load test runs */
  play(at: MinuteOf, tested: boolean): Sample {
    const { chance, world, reading, service } = this;
    const { fault } = service;
    const load = world.minute(at);
    const all = chance.poisson(load.requests);
    const asked = chance.binomial(all, load.share);
    const stage = { minutes: Math.max(0, at.age), weight: at.weight };
    const errors = fault.errors?.(stage) ?? 0;
    const { side: canary, bad } = this.side(asked, load.canary, this.environments, { ...fault, errors: () => errors });
    const { side: production } = this.side(all - asked, load.production, this.old, undefined);
    return {
      canary,
      production,
      bad,
      ...(tested && { tested: this.loadTest(load.canary, errors) }),
      ...(world.late && { late: { canary: world.late(), production: world.late() } }),
      ...(reading.knows === true && { truth: truthOf(world, fault, load.canary, load.production, errors) }),
    };
  }

  private side(asked: number, load: SideLoad, environments: Environments, fault: Fault | undefined) {
    const { chance, world, reading } = this;
    const { attempts = 1, cold } = world;
    environments.serve(asked);
    const throttled = chance.binomial(asked, fault?.throttles ?? 0);
    const crashed =
      fault?.cold === undefined ? 0 : chance.binomial(environments.first(fault.cold.requests), fault.cold.errors);
    const broken = crashed + chance.binomial(Math.max(0, asked - throttled - crashed), fault?.errors?.(NOW) ?? 0);
    const own =
      chance.binomial(Math.max(0, asked - throttled - broken), load.errors) +
      (cold === undefined ? 0 : chance.binomial(environments.first(cold.requests), cold.errors));
    const again = (attempts - 1) * (throttled + broken + own);
    const requests = asked + again;
    const slowed = fault?.tail === undefined ? 0 : chance.binomial(asked, fault.tail.share);
    const bad =
      fault === undefined ? 0 : !isSlow(fault) ? attempts * (throttled + broken) : fault.tail ? slowed : asked;
    const side: Side = {
      requests,
      errors: Math.min(requests, attempts * (throttled + broken + own)),
      throttled: attempts * throttled,
      ...(reading.times === 'none'
        ? { slow: [] }
        : this.slow(requests - attempts * throttled, slowed, load, environments, fault)),
    };
    return { side, bad };
  }

  /** All requests in parts that take equally long, each drawn by itself. */
  private slow(
    requests: number,
    slowed: number,
    load: SideLoad,
    environments: Environments,
    fault: Fault | undefined,
  ): Pick<Side, 'slow' | 'slowByFactor'> {
    const { times: read, alsoBy = [] } = this.reading;
    const factors = fault === undefined ? [1] : [read === 'by factor' ? SLOWER : 1, ...alsoBy];
    const usual = load.slowness * (fault?.slowness ?? 1);
    const started = Math.min(requests, environments.first(1));
    const cold = this.world.cold;
    const missed =
      cold === undefined ? 0 : Math.max(0, Math.min(requests, environments.first(cold.requests)) - started);
    const tail = Math.min(slowed, requests - started - missed);
    const parts = [
      { count: requests - started - missed - tail, slowness: usual },
      { count: missed, slowness: usual * (cold?.slowness ?? 1) },
      { count: tail, slowness: usual * (fault?.tail?.slowness ?? 1) },
    ].filter(({ count }) => count > 0);
    const drawn = parts.map(({ count, slowness }) =>
      drawByFactor(this.chance, count, { times: this.world.times, factors, slowness }),
    );
    const counts = factors.map((_, k) =>
      addColdStarts(
        TIMES.map((__, i) => drawn.reduce((sum, each) => sum + (each[k]?.[i] ?? 0), 0)),
        started,
      ),
    );
    return {
      slow: counts[0] ?? [],
      ...(factors.length > 1 && {
        slowByFactor: Object.fromEntries(factors.map((factor, k) => [factor, counts[k] ?? []])),
      }),
    };
  }

  private loadTest(load: SideLoad, errors: number): Side {
    const requests = this.chance.poisson(60 * (this.reading.loadTest ?? 0));
    const share = Math.max(load.errors + (1 - load.errors) * errors, this.service.fault.throttles ?? 0);
    return { ...SILENT, requests, errors: this.chance.binomial(requests, share) };
  }
}

const NOW = { minutes: 0, weight: 0 };

function truthOf(world: World, fault: Fault, canary: SideLoad, production: SideLoad, errors: number): Truth {
  const broken = Math.max(errors, fault.throttles ?? 0);
  const slowness = canary.slowness * (fault.slowness ?? 1);
  const usual = sharesBeyond(world.times, SLOWER / slowness);
  const { share = 0, slowness: tail = 1 } = fault.tail ?? {};
  const slow = share === 0 ? usual : sharesBeyond(world.times, SLOWER / slowness / tail);
  return {
    errors: { canary: canary.errors + (1 - canary.errors) * broken, production: production.errors },
    beyond: {
      canary: usual.map((each, i) => (1 - share) * each + share * (slow[i] ?? each)),
      production: sharesBeyond(world.times, 1 / production.slowness),
    },
  };
}
