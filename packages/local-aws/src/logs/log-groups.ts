import type { MetricSink } from '../core/types.ts';
import { datumOf, type LogEvent, type MetricFilter } from './metric-filter.ts';

interface Group {
  readonly filters: Map<string, MetricFilter>;
  lines: string[];
}

/** Of each group the latest lines are kept, to be looked at. */
const KEPT = 1_000;

/**
 * CloudWatch Logs as far as services of the cloud deliver to it: log groups, and the filters that make metrics of their
 * lines. What functions print is not here but in files.
 */
export class LogGroups {
  private readonly groups = new Map<string, Group>();
  private readonly metrics: MetricSink;

  constructor({ metrics }: { readonly metrics: MetricSink }) {
    this.metrics = metrics;
  }

  /** Harmless for one that is there. */
  create(name: string): void {
    if (!this.groups.has(name)) this.groups.set(name, { filters: new Map(), lines: [] });
  }

  remove(name: string): void {
    this.groups.delete(name);
  }

  /**
   * In place of the one that has this name. What was logged before is not looked at.
   * @throws Error without the group
   */
  setFilter(group: string, name: string, filter: MetricFilter): void {
    const found = this.groups.get(group);
    if (found === undefined) throw new Error(`there is no log group ${group}`);
    found.filters.set(name, filter);
  }

  removeFilter(group: string, name: string): void {
    this.groups.get(group)?.filters.delete(name);
  }

  /** @returns false where there is no such group */
  put(name: string, events: readonly LogEvent[]): boolean {
    const group = this.groups.get(name);
    if (group === undefined) return false;
    group.lines = [...group.lines, ...events.map(({ message }) => message)].slice(-KEPT);
    for (const filter of group.filters.values())
      for (const event of events) {
        const datum = datumOf(event, filter);
        if (datum !== undefined) this.metrics.record(datum);
      }
    return true;
  }

  /** The latest, the oldest first. */
  linesOf(name: string): readonly string[] {
    return this.groups.get(name)?.lines ?? [];
  }
}
