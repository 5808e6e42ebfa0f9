import { count, milliseconds, timeOfDay } from '../../../cli/story/text.ts';
import { comparedIn, type Compared } from './compared.ts';
import { figure, labelOf } from './labels.ts';
import type { ReleaseView, ServiceParts } from './protocol.ts';
import { sceneOf } from './scene.ts';
import type { SidesView, SideView } from './sides.ts';

/** In the order in which they are read. */
export const FIGURES = ['requests', 'failed', 'p50', 'p99'] as const;

/** One version, as a person reads it: `–` where there is nothing, and {@link TOO_FEW}. */
export interface Column extends Readonly<Record<(typeof FIGURES)[number], string>> {
  readonly version: string;
  readonly label: string;
  readonly fails: boolean;
}

export interface SideBySide {
  /** `since 20:42:11`, `20:42:11 to 20:50:03`. */
  readonly when: string;
  readonly canary: Column;
  readonly production: Column;
  /** What the checks of the release say of it; undefined where it is not theirs that are known. */
  readonly compared: Compared | undefined;
}

const NONE = '–';
export const TOO_FEW = 'too few to tell';
/** Of fewer the middle one is chance, and so is a share. */
const FOR_HALF = 10;
/** Of fewer the slowest one alone is more than one in a hundred. */
const FOR_99 = 100;

/**
 * What users get of the old version and of the new one, while a release is at a weight, and kept until the next is on
 * its way.
 * @returns undefined where there is nothing to put side by side
 */
export function sideBySide(parts: ServiceParts, sides: SidesView | undefined, now: number): SideBySide | undefined {
  if (sides === undefined) return undefined;
  const scene = sceneOf(parts, now);
  const { execution, chapter, record } = scene;
  const { since, until } = sides;
  const later = execution !== undefined && execution.startedAt > since;
  if (later && execution.kind === 'release' && chapter.kind !== 'over') return undefined;
  const { aliases } = parts.release;
  // Who has not answered yet is who has the alias.
  const fresh = sides.canary.version || (later ? '' : (record?.version ?? execution?.version ?? ''));
  const kept = aliases['production'] === fresh ? aliases['previous'] : aliases['production'];
  const old = sides.production.version || (kept ?? '');
  const canary = column(sides.canary, fresh, parts.release, 'the new version');
  const production = column(sides.production, old, parts.release, 'the old version');
  const over = until !== undefined && until <= now;
  return {
    when: over ? `${timeOfDay(since)} to ${timeOfDay(until)}` : `since ${timeOfDay(since)}`,
    canary,
    production,
    compared: later || execution === undefined ? undefined : comparedIn(scene, sides, canary.label, production.label),
  };
}

function column(
  { requests, failures, p50, p99 }: SideView,
  version: string,
  release: ReleaseView,
  nameless: string,
): Column {
  const time = (value: number | undefined, least: number) =>
    value === undefined ? NONE : requests < least ? TOO_FEW : milliseconds(value);
  return {
    version,
    label: version === '' ? nameless : labelOf(version, release),
    requests: requests === 0 ? NONE : count(requests),
    failed: requests === 0 ? NONE : failedText(failures, requests),
    fails: failures > 0,
    p50: time(p50, FOR_HALF),
    p99: time(p99, FOR_99),
  };
}

function failedText(failures: number, requests: number): string {
  if (failures === 0) return '0';
  const share = requests < FOR_HALF ? `of ${requests}` : `(${figure((failures / requests) * 100)} %)`;
  return `${count(failures)} ${share}`;
}
