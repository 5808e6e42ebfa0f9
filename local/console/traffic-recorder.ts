import type { Cancel, Clock } from 'local-aws/clock';
import type { Served } from 'local-aws';
import { MOST_POINTS, type TrafficPoint, WINDOW_MS } from './model/protocol.ts';

/** Simulated time that one point should stand for, within what a screen can show and an eye can follow. */
const POINT_MS = 15_000;
const SHORTEST_WALL_MS = 200;
const LONGEST_WALL_MS = 3_000;

/** Counts what the data plane answers, by service and version, in memory that does not grow. */
export class TrafficRecorder {
  private readonly counts = new Map<string, Map<string, [answers: number, failures: number]>>();
  private readonly points = new Map<string, TrafficPoint[]>();
  private readonly simulated: Clock & { readonly speed: number };
  private readonly wall: Clock;
  private lookedAt: number;
  private cancel: Cancel = () => undefined;

  constructor(simulated: Clock & { readonly speed: number }, wall: Clock) {
    this.simulated = simulated;
    this.wall = wall;
    this.lookedAt = wall.now();
    this.lookLater();
  }

  served({ serviceId, version, status }: Pick<Served, 'serviceId' | 'version' | 'status'>): void {
    let versions = this.counts.get(serviceId);
    if (versions === undefined) this.counts.set(serviceId, (versions = new Map<string, [number, number]>()));
    let count = versions.get(version);
    if (count === undefined) versions.set(version, (count = [0, 0]));
    count[0]++;
    if (status >= 500) count[1]++;
  }

  /** The points of a service after a moment, the oldest first. */
  since(serviceId: string, after: number): readonly TrafficPoint[] {
    const points = this.points.get(serviceId) ?? [];
    const first = points.findLastIndex(({ at }) => at <= after) + 1;
    return points.slice(first);
  }

  stop(): void {
    this.cancel();
  }

  private lookLater(): void {
    const wallMs = Math.min(LONGEST_WALL_MS, Math.max(SHORTEST_WALL_MS, POINT_MS / this.simulated.speed));
    this.cancel = this.wall.schedule(wallMs, () => {
      this.look();
      this.lookLater();
    });
  }

  private look(): void {
    const at = Math.round(this.simulated.now());
    const wallNow = this.wall.now();
    const seconds = (wallNow - this.lookedAt) / 1000;
    this.lookedAt = wallNow;
    for (const [service, versions] of this.counts) {
      const points = this.points.get(service) ?? [];
      points.push({ at, seconds, versions: Object.fromEntries(versions) });
      const tooOld = points.findIndex((point) => point.at >= at - WINDOW_MS);
      points.splice(0, Math.max(tooOld, points.length - MOST_POINTS));
      this.points.set(service, points);
      // A version that answers no more is not mentioned any more; a service that rests still has its zeros.
      versions.clear();
    }
  }
}
