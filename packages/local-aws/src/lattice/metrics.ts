import type { MetricSink } from '../core/types.ts';

/** One request that was answered. */
export interface Served {
  readonly targetGroupId: string;
  readonly targetGroupArn: string;
  readonly serviceId: string;
  readonly status: number;
  /** The answer is VPC Lattice's own: the target could not be invoked, threw, or answered in a wrong shape. */
  readonly own: boolean;
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

const DIMENSION_OF: Readonly<Record<'id' | 'ARN' | 'nothing', (served: Served) => string | undefined>> = {
  id: ({ targetGroupId }) => targetGroupId,
  ARN: ({ targetGroupArn }) => targetGroupArn,
  nothing: () => undefined,
};

export interface TrafficMetricsOptions {
  /** Under what target groups report; whether they do is not known for those of functions. `id` unless told. */
  readonly targetGroupsBy?: 'id' | 'ARN' | 'nothing' | undefined;
  /** Where VPC Lattice's own answers count. Under both unless told. */
  readonly ownAnswers?: 'under both' | 'under the service only' | undefined;
  /** Of a hundred good answers so many count under no status. 0 unless told. */
  readonly withoutStatus?: number | undefined;
}

/** The metrics of AWS/VpcLattice, under the target group and under the service; none before the first request. */
export class TrafficMetrics {
  private readonly sink: MetricSink;
  private readonly groupOf: (served: Served) => string | undefined;
  private readonly withoutStatus: number;
  private good = 0;
  /** The same objects each time, so that nobody has to build them for each request. */
  private readonly dimensions = new Map<string, Dimensions>();

  constructor(
    sink: MetricSink,
    { targetGroupsBy = 'id', ownAnswers = 'under both', withoutStatus = 0 }: TrafficMetricsOptions = {},
  ) {
    this.sink = sink;
    this.withoutStatus = withoutStatus;
    this.groupOf = (served) =>
      served.own && ownAnswers === 'under the service only' ? undefined : DIMENSION_OF[targetGroupsBy](served);
  }

  served(served: Served): void {
    const group = this.groupOf(served);
    const counted = this.countedAs(served);
    if (group !== undefined) this.record(this.dimensionsOf('TargetGroup', group), served, counted);
    this.record(this.dimensionsOf('Service', served.serviceId), served, counted);
  }

  private countedAs({ status }: Served): string | undefined {
    const hundred = Math.floor(status / 100);
    if (hundred < 5 && this.good++ % 100 < this.withoutStatus) return undefined;
    return COUNTED_BY_HUNDRED[hundred];
  }

  private record(dimensions: Dimensions, { ms, time }: Served, counted: string | undefined): void {
    this.put('TotalRequestCount', dimensions, 1, 'Count', time);
    this.put('RequestTime', dimensions, ms, 'Milliseconds', time);
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
