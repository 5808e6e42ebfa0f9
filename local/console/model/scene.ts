import type { Chapter } from '../../../cli/story/chapter.ts';
import { hasRollout } from '../../../cli/story/purpose.ts';
import { chapterIn } from './chapter-in.ts';
import { labelOf } from './labels.ts';
import type { ExecutionView, RecordView, ServiceParts } from './protocol.ts';
import type { WayView } from './ways.ts';
import { toldOf } from './told-of.ts';

/** What a sentence is made of. */
export interface Scene {
  readonly parts: ServiceParts;
  readonly now: number;
  readonly chapter: Chapter;
  readonly record: RecordView | undefined;
  /** What is told of; undefined before there was any, and where it is none of those listed. */
  readonly execution: ExecutionView | undefined;
  readonly way: WayView | undefined;
  /** What the version is called, and the one in production. */
  readonly label: string;
  readonly production: string;
  /** The share of the new version's target group, as it was written last. */
  readonly weight: number;
  /** The alias production is at the version. */
  readonly isProduction: boolean;
}

export function sceneOf(parts: ServiceParts, now: number): Scene {
  const { release, executions, ways } = parts;
  const { record, weight, aliases } = release;
  const execution = toldOf(executions, record);
  const version = record?.version ?? execution?.version ?? '';
  const arn = record?.execution ?? execution?.arn;
  return {
    parts,
    now,
    chapter: chapterIn(record, execution),
    record,
    execution,
    way: ways.now?.execution === arn ? ways.now : undefined,
    label: version === '' ? 'the last release' : labelOf(version, release),
    production: labelOf(aliases['production'] ?? '', release),
    weight,
    isProduction: version !== '' && aliases['production'] === version,
  };
}

/** The newest version, while it is newer than all that was released and no release runs. */
export function waitingVersion({
  release: { versions, aliases, record },
  executions,
}: ServiceParts): string | undefined {
  const newest = versions.at(-1)?.version;
  const runs = record !== undefined || executions.some(({ status, kind }) => status === 'RUNNING' && hasRollout(kind));
  if (newest === undefined || newest === aliases['production'] || runs) return undefined;
  return Number(newest) > Math.max(0, ...executions.map(({ version }) => Number(version))) ? newest : undefined;
}
