import { releaseName } from '../../../cli/story/text.ts';
import type { ReleaseView } from './protocol.ts';

/** What a version is called: its release's label, or its number where it has none. */
export function labelOf(version: string, { versions }: Pick<ReleaseView, 'versions'>): string {
  return releaseName(version, versions.find((known) => known.version === version)?.release);
}

/** At most four digits, as a chart has room for. */
export function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 2 });
}
