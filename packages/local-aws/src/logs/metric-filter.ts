import type { Datum } from '../core/types.ts';
import type { LineTest } from './filter-pattern.ts';

export interface LogEvent {
  readonly message: string;
  /** Simulated milliseconds since the epoch. */
  readonly time: number;
}

/** What becomes of the lines of a log group that match. */
export interface MetricFilter {
  readonly matches: LineTest;
  readonly namespace: string;
  readonly name: string;
  readonly value: number;
  /** Fields of the line, by dimension; three at most. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/**
 * The sample of a line, at the line's own time; undefined for one that does not match. A dimension whose field the line
 * lacks makes no metric either. Where nothing matches nothing is published, as on AWS without a default value, which a
 * filter with dimensions cannot have ("Creating metrics from log events using filters").
 */
export function datumOf({ message, time }: LogEvent, filter: MetricFilter): Datum | undefined {
  const line = fieldsOf(message);
  if (line === undefined || !filter.matches(line)) return undefined;
  const dimensions = Object.entries(filter.dimensions).map(([name, field]) => [name, line[field]] as const);
  if (!dimensions.every((each): each is [string, string] => typeof each[1] === 'string')) return undefined;
  const { namespace, name, value } = filter;
  return { namespace, name, value, dimensions: Object.fromEntries(dimensions), time };
}

function fieldsOf(message: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const line: unknown = JSON.parse(message);
    return typeof line === 'object' && line !== null ? (line as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
