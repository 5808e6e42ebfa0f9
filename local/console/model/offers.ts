import { labelOf } from './labels.ts';
import type { ServiceParts } from './protocol.ts';
import { badVersions } from './stories.ts';

/** What a list offers: the value that is chosen unless somebody chooses, first of all. */
export interface Offer {
  readonly value: string;
  readonly text: string;
}

/** Chosen while nobody has chosen: nothing is started by it. */
export const TO_CHOOSE = 'choose';

/**
 * Versions to release. The newest is offered first, unless it is in production or its last release was taken back:
 * then somebody has to say which.
 */
export function offeredVersions({ release, executions }: Pick<ServiceParts, 'release' | 'executions'>): {
  readonly value: string;
  readonly options: readonly Offer[];
} {
  const bad = badVersions(executions);
  const newest = release.versions.at(-1)?.version ?? '';
  const production = release.aliases['production'];
  const says = (version: string) =>
    version === production ? ', in production' : bad.has(version) ? ', was taken back' : '';
  const options = release.versions.toReversed().map(({ version }) => ({
    value: version,
    text: `${labelOf(version, release)} (version ${version})${says(version)}`,
  }));
  const first =
    says(newest) === ''
      ? { value: '', text: `the newest, ${labelOf(newest, release)}` }
      : { value: TO_CHOOSE, text: 'choose a version' };
  return { value: first.value, options: [first, ...options] };
}

/** Releases to publish: those that nobody has seen first, what was taken back last. */
export function offeredReleases(
  releases: readonly string[],
  { release, executions }: Pick<ServiceParts, 'release' | 'executions'>,
): readonly Offer[] {
  const bad = badVersions(executions);
  const rank = (name: string) => {
    const versions = release.versions.filter((known) => known.release === name);
    if (versions.some(({ version }) => bad.has(version))) return 2;
    return versions.length > 0 ? 1 : 0;
  };
  return releases
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name) => ({ value: name, text: name + ['', ', published before', ', was taken back'][rank(name)] }));
}
