import type { Lattice, Served, WeightsWritten } from 'local-aws';
import { LatencyHistogram } from '../traffic/latency.ts';
import type { SidesView, SideView } from './model/sides.ts';
import type { ConsoleService } from './services.ts';
import { canaryShare } from './weight-recorder.ts';

type Watched = Pick<ConsoleService, 'listenerId' | 'canaryTargetGroupId'>;

interface Side {
  version: string;
  requests: number;
  failures: number;
  readonly latency: LatencyHistogram;
}

interface Sides {
  readonly canaryGroup: string;
  readonly since: number;
  until?: number;
  readonly canary: Side;
  readonly production: Side;
}

/** Counts what users get of either version, anew each time the canary gets a weight; in memory that does not grow. */
export class SidesRecorder {
  private readonly services: () => readonly Watched[];
  private readonly byListener = new Map<string, Sides>();
  private readonly byGroup = new Map<string, Sides>();

  /** @param services those that are deployed at the moment */
  constructor(lattice: Pick<Lattice, 'onWeights'>, services: () => readonly Watched[]) {
    this.services = services;
    lattice.onWeights((written) => this.weighed(written));
  }

  /**
   * Of the new version each answer counts, also one that comes after the weight is gone; of the old one what comes
   * while both are there to be compared.
   */
  served(answer: Pick<Served, 'targetGroupId' | 'version' | 'status' | 'ms' | 'time'>): void {
    const { targetGroupId, version, time } = answer;
    const sides = this.byGroup.get(targetGroupId);
    if (sides === undefined) return;
    const { canaryGroup, canary, production, since, until = Infinity } = sides;
    const isCanary = version !== '' && version === canary.version;
    if (targetGroupId === canaryGroup) {
      // After a rollback the canary's alias is at what is in production.
      if (version === '' || canary.version === '' || isCanary) count(canary, answer);
    } else if (time >= since && time < until) count(isCanary ? canary : production, answer);
  }

  /** undefined before anybody met a new version. */
  of({ listenerId }: Pick<ConsoleService, 'listenerId'>): SidesView | undefined {
    const sides = this.byListener.get(listenerId);
    if (sides === undefined) return undefined;
    const { since, until, canary, production } = sides;
    return {
      since: Math.round(since),
      ...(until !== undefined && { until: Math.round(until) }),
      canary: viewOf(canary),
      production: viewOf(production),
    };
  }

  private weighed({ listenerId, groups, appliesAt }: WeightsWritten): void {
    const service = this.services().find((each) => each.listenerId === listenerId);
    if (service === undefined) return;
    const canaryGroup = service.canaryTargetGroupId;
    const known = this.byListener.get(listenerId);
    if (canaryShare(groups, canaryGroup) === 0) {
      if (known !== undefined) known.until ??= appliesAt;
      return;
    }
    if (known !== undefined && known.until === undefined) return;
    const sides = { canaryGroup, since: appliesAt, canary: nothing(), production: nothing() };
    this.byListener.set(listenerId, sides);
    for (const { targetGroupId } of groups) this.byGroup.set(targetGroupId, sides);
  }
}

const nothing = (): Side => ({ version: '', requests: 0, failures: 0, latency: new LatencyHistogram() });

function count(side: Side, { version, status, ms }: Pick<Served, 'version' | 'status' | 'ms'>): void {
  side.version ||= version;
  side.requests++;
  if (status >= 500) side.failures++;
  side.latency.add(ms);
}

function viewOf({ version, requests, failures, latency }: Side): SideView {
  const [p50, p99] = [latency.quantile(0.5), latency.quantile(0.99)];
  return { version, requests, failures, ...(p50 !== undefined && { p50 }), ...(p99 !== undefined && { p99 }) };
}
