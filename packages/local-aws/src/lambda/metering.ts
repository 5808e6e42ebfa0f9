import type { MetricSink } from '../core/types.ts';
import type { FunctionRecord } from './model.ts';
import type { Outcome } from './outcome.ts';
import type { Target } from './registry.ts';

type Dimensions = Readonly<Record<string, string>>;

export interface MeteringOptions {
  /** Of which invocations `Errors` has a sample. `of all` unless told, a 0 where it was none. */
  readonly errorSamples?: 'of all' | 'of errors';
}

/**
 * The metrics of AWS/Lambda: each invocation counts under the function, and under the qualifier it came through.
 * `Errors` counts exceptions and timeouts, as a 0 or a 1 for each invocation; durations are wall milliseconds.
 * ExecutedVersion is a dimension only of aliases that split traffic, which there are none of here.
 */
export class Metering {
  private readonly sink: MetricSink;
  private readonly errorSamples: 'of all' | 'of errors';
  /** The same objects each time, so that nobody has to build them for each request. */
  private readonly dimensions = new WeakMap<FunctionRecord, Map<string | undefined, readonly Dimensions[]>>();

  constructor(sink: MetricSink, { errorSamples = 'of all' }: MeteringOptions = {}) {
    this.sink = sink;
    this.errorSamples = errorSamples;
  }

  /** @param time simulated, when the invocation was over */
  invoked(target: Target, outcome: Outcome, time: number): void {
    for (const dimensions of this.dimensionsOf(target)) {
      this.put('Invocations', dimensions, 1, 'Count', time);
      if (outcome.failed || this.errorSamples === 'of all')
        this.put('Errors', dimensions, outcome.failed ? 1 : 0, 'Count', time);
      this.put('Throttles', dimensions, 0, 'Count', time);
      this.put('Duration', dimensions, outcome.ms, 'Milliseconds', time);
    }
  }

  /** What Lambda refuses for want of room is no invocation, and no error. */
  throttled(target: Target, time: number): void {
    for (const dimensions of this.dimensionsOf(target)) this.put('Throttles', dimensions, 1, 'Count', time);
  }

  private put(name: string, dimensions: Dimensions, value: number, unit: string, time: number): void {
    this.sink.record({ namespace: 'AWS/Lambda', name, dimensions, value, unit, time });
  }

  private dimensionsOf({ record, qualifier }: Pick<Target, 'record' | 'qualifier'>): readonly Dimensions[] {
    const byQualifier = this.dimensions.get(record) ?? new Map<string | undefined, readonly Dimensions[]>();
    const known = byQualifier.get(qualifier);
    if (known !== undefined) return known;
    const { name: FunctionName } = record;
    const all: Dimensions[] = [{ FunctionName }];
    if (qualifier !== undefined) all.push({ FunctionName, Resource: `${FunctionName}:${qualifier}` });
    this.dimensions.set(record, byQualifier.set(qualifier, all));
    return all;
  }
}
