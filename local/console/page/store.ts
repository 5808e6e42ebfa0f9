import { hasRollout } from '../../../cli/story/purpose.ts';
import { ProgressReader } from '../model/progress.ts';
import {
  type ClockView,
  type CloudView,
  type EventView,
  type ExecutionDetail,
  type ExecutionView,
  MOST_POINTS,
  type ServiceParts,
  type TrafficPoint,
  type Update,
  WINDOW_MS,
} from '../model/protocol.ts';
import type { SidesView } from '../model/sides.ts';

/** The execution that is looked at, with everything that is known of it. */
export interface Detail {
  readonly arn: string;
  definition: string;
  input: string;
  output: string | undefined;
  /** Replaced, never changed in place. */
  events: readonly EventView[];
  readonly reader: ProgressReader;
}

export type Connection = 'connecting' | 'live' | 'lost' | 'ended';

/** Everything that the page knows. Values are replaced when they change, so that views can tell by identity. */
export class Store {
  connection: Connection = 'connecting';
  cloud: CloudView | undefined;
  detail: Detail | undefined;
  private cloudId = '';
  private clock: ClockView = { now: 0, speed: 0 };
  private heardAt = 0;
  private readonly parts = new Map<string, ServiceParts>();
  private readonly traffic = new Map<string, readonly TrafficPoint[]>();
  private readonly sides = new Map<string, SidesView>();

  /** Simulated time; goes on between updates, and stands still once nothing is heard any more. */
  now(): number {
    const { now, speed } = this.clock;
    return this.connection === 'live' ? now + Math.min(1_000, performance.now() - this.heardAt) * speed : now;
  }

  get speed(): number {
    return this.clock.speed;
  }

  hear({ cloudId, clock, cloud, parts = {}, traffic = {}, sides = {}, ended }: Update): void {
    if (cloudId !== this.cloudId) this.forget(cloudId);
    this.clock = clock;
    this.heardAt = performance.now();
    this.connection = ended === true ? 'ended' : 'live';
    if (cloud !== undefined) this.cloud = cloud;
    for (const [id, changed] of Object.entries(parts))
      this.parts.set(id, { ...EMPTY, ...this.parts.get(id), ...changed });
    for (const [id, both] of Object.entries(sides)) this.sides.set(id, both);
    for (const [id, points] of Object.entries(traffic)) {
      const known = this.traffic.get(id) ?? [];
      const last = known.at(-1)?.at ?? -Infinity;
      const all = [...known, ...points.filter(({ at }) => at > last)];
      this.traffic.set(id, all.filter(({ at }) => at >= clock.now - WINDOW_MS).slice(-MOST_POINTS));
    }
  }

  partsOf(id: string): ServiceParts | undefined {
    return this.parts.get(id);
  }

  trafficOf(id: string): readonly TrafficPoint[] {
    return this.traffic.get(id) ?? NO_TRAFFIC;
  }

  sidesOf(id: string): SidesView | undefined {
    return this.sides.get(id);
  }

  learn({ arn, definition, input, output, events }: ExecutionDetail): void {
    if (this.detail?.arn !== arn) {
      if (definition === undefined) return;
      this.detail = { arn, definition, input, output, events: [], reader: new ProgressReader() };
    }
    const { detail } = this;
    const fresh = events.filter(({ id }) => id > detail.reader.last);
    detail.reader.read(fresh);
    detail.output = output;
    if (fresh.length > 0) detail.events = [...detail.events, ...fresh];
  }

  private forget(cloudId: string): void {
    this.cloudId = cloudId;
    this.cloud = undefined;
    this.detail = undefined;
    this.parts.clear();
    this.traffic.clear();
    this.sides.clear();
  }
}

const NO_TRAFFIC: readonly TrafficPoint[] = [];
const EMPTY: ServiceParts = {
  release: { versions: [], aliases: {}, weight: 0, planned: [], waysBack: [] },
  executions: [],
  alarms: [],
  weights: [],
  ways: { next: [] },
};

/** What is shown unless somebody chose: the newest release or revert, otherwise the newest of all. */
export function chosenExecution(
  executions: readonly ExecutionView[],
  name: string | undefined,
): ExecutionView | undefined {
  return (
    executions.find((execution) => execution.name === name) ??
    executions.find(({ kind }) => hasRollout(kind)) ??
    executions[0]
  );
}
