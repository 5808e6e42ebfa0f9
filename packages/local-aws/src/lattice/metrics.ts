import type { MetricSink } from '../core/types.ts';

/** One request that was answered. */
export interface Served {
  readonly targetGroupId: string;
  readonly serviceId: string;
  readonly status: number;
  /** Wall milliseconds from the request's head to its answer. */
  readonly ms: number;
  /** Simulated. */
  readonly time: number;
  /** The version that ran; '' when none could. */
  readonly version: string;
}

type Dimensions = Readonly<Record<string, string>>;

/** "CloudWatch metrics for Amazon VPC Lattice". */
const COUNTED_BY_HUNDRED: Readonly<Record<number, string>> = {
  2: 'HTTPCode_2XX_Count',
  3: 'HTTPCode_3XX_Count',
  4: 'HTTPCode_4XX_Count',
  5: 'HTTPCode_5XX_Count',
};

/**
 * The metrics of AWS/VpcLattice, under the target group, unless told not to, and under the service; none before the
 * first request.
 */
export class TrafficMetrics {
  private readonly sink: MetricSink;
  private readonly targetGroups: boolean;
  /** The same objects each time, so that nobody has to build them for each request. */
  private readonly dimensions = new Map<string, Dimensions>();

  constructor(sink: MetricSink, { targetGroups = true }: { readonly targetGroups?: boolean | undefined } = {}) {
    this.sink = sink;
    this.targetGroups = targetGroups;
  }

  served({ targetGroupId, serviceId, status, ms, time }: Omit<Served, 'version'>): void {
    if (this.targetGroups) this.record(this.dimensionsOf('TargetGroup', targetGroupId), status, ms, time);
    this.record(this.dimensionsOf('Service', serviceId), status, ms, time);
  }

  private record(dimensions: Dimensions, status: number, ms: number, time: number): void {
    this.put('TotalRequestCount', dimensions, 1, 'Count', time);
    this.put('RequestTime', dimensions, ms, 'Milliseconds', time);
    const counted = COUNTED_BY_HUNDRED[Math.floor(status / 100)];
    if (counted !== undefined) this.put(counted, dimensions, 1, 'Count', time);
  }

  private put(name: string, dimensions: Dimensions, value: number, unit: string, time: number): void {
    this.sink.record({ namespace: 'AWS/VpcLattice', name, dimensions, value, unit, time });
  }

  private dimensionsOf(name: 'TargetGroup' | 'Service', id: string): Dimensions {
    const known = this.dimensions.get(id);
    if (known !== undefined) return known;
    const made = { [name]: id };
    this.dimensions.set(id, made);
    return made;
  }
}
