import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { Log } from '../core/types.ts';
import type { LogGroups } from '../logs/log-groups.ts';
import type { LogEvent } from '../logs/metric-filter.ts';
import { accessLogLine, type LoggedRequest } from './access-log-line.ts';
import type { Lattice } from './lattice.ts';
import type { Service } from './model.ts';

export interface AccessLogsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly lattice: Pick<Lattice, 'subscriptionOf'>;
  readonly groups: LogGroups;
  readonly log: Log;
  /**
   * Simulated seconds from a request to its line. AWS says "typically within 2 minutes", best effort; 30 to 120 unless
   * told.
   */
  readonly delaySeconds?: readonly [min: number, max: number];
  /**
   * What becomes of the lines of requests from a moment on, simulated milliseconds since the epoch: after how many
   * seconds they come, or that they are lost. As `delaySeconds` says unless told.
   */
  readonly fateOf?: (from: number) => number | 'lost' | undefined;
  /** Of which minute filters count a line. Of its request's unless told. */
  readonly countsIn?: 'the minute of its request' | 'the minute of its delivery';
}

/** Lines of requests that come within this time are delivered together. */
const COLLECT_MS = 5_000;

interface Batch {
  readonly until: number;
  readonly events: LogEvent[];
}

/** VPC Lattice's access logs, on their way to the log groups of the services' subscriptions. */
export class AccessLogs {
  private readonly options: AccessLogsOptions;
  private readonly open = new Map<string, Batch>();

  constructor(options: AccessLogsOptions) {
    this.options = options;
  }

  /** @param tell makes the entry, for a service that is logged */
  served(service: Service, tell: () => LoggedRequest): void {
    const { clock, lattice } = this.options;
    if (lattice.subscriptionOf(service) === undefined) return;
    const entry = tell();
    const known = this.open.get(service.id);
    const batch = known === undefined || clock.now() >= known.until ? this.begin(service) : known;
    batch.events.push({ message: accessLogLine(entry), time: entry.time });
  }

  private begin(service: Service): Batch {
    const { clock, random, delaySeconds: [least, most] = [30, 120] } = this.options;
    const batch: Batch = { until: clock.now() + COLLECT_MS, events: [] };
    this.open.set(service.id, batch);
    const fate = this.options.fateOf?.(clock.now()) ?? random.int(least, most);
    if (fate !== 'lost') clock.schedule(Math.max(fate * 1000, COLLECT_MS), () => this.deliver(service, batch));
    return batch;
  }

  private deliver(service: Service, { events: collected }: Batch): void {
    const { clock, countsIn, groups, lattice, log } = this.options;
    const byDelivery = countsIn === 'the minute of its delivery';
    const events = byDelivery ? collected.map((event) => ({ ...event, time: clock.now() })) : collected;
    const destination = lattice.subscriptionOf(service)?.destinationArn;
    if (destination === undefined) return;
    const name = /:log-group:(.+):\*$/.exec(destination)?.[1] ?? '';
    if (!groups.put(name, events))
      log('vpc-lattice', `${events.length} lines of ${service.id} are lost: there is no log group ${name}`);
  }
}
