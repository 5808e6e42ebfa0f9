import type { Profiler } from 'node:inspector';
import { basename } from 'node:path';

export interface Hot {
  /** Function and file. */
  readonly where: string;
  /** Share of the samples that were in it and not in what it called. */
  readonly percent: number;
}

/** Where the time of a CPU profile went, the most first. */
export function hottestFunctions({ nodes, samples = [] }: Profiler.Profile, count: number): readonly Hot[] {
  const places = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      `${functionName || 'anonymous'} ${basename(url)}`.trim(),
    ]),
  );
  const hits = new Map<string, number>();
  for (const id of samples) {
    const where = places.get(id) ?? 'unknown';
    hits.set(where, (hits.get(where) ?? 0) + 1);
  }
  return [...hits]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([where, samplesIn]) => ({ where, percent: (100 * samplesIn) / samples.length }));
}
