import { duration } from '../../../cli/story/text.ts';
import type { ServiceParts } from './protocol.ts';
import type { LegView } from './ways.ts';
import { type Scene, sceneOf, waitingVersion } from './scene.ts';
import { about, forecast, legNow } from './way.ts';

/** One step of a release, as the strip shows it. */
export interface StripItem {
  /** `Start`, `30 %`, `Promote`. */
  readonly label: string;
  readonly mark: 'done' | 'now' | 'held' | 'left' | 'ahead' | 'never';
  /** What it took, how far it is, or when it would come. */
  readonly text: string;
  /** Of a step that runs: how much of its waiting is over, 0 to 1. */
  readonly share?: number;
}

/** The steps of a release, with what is done, what runs and what is to come. */
export interface Strip {
  readonly caption: string;
  readonly items: readonly StripItem[];
  /** Of a release that runs or was taken back: how users get back, or got. */
  readonly wayBack: string;
}

const NAMES = { begin: 'Start', promotion: 'Promote', watch: 'Watch' } as const;
const labelOf = ({ kind, weight }: LegView) => (kind === 'step' ? `${weight} %` : NAMES[kind]);

/**
 * @param lost nothing is heard any more: then nobody knows what comes when
 * @returns undefined where there are no steps: of a revert, and before anything is known
 */
export function strip(parts: ServiceParts, now: number, lost = false): Strip | undefined {
  const scene = sceneOf(parts, now);
  const { execution, way } = scene;
  if (execution === undefined || waitingVersion(parts) !== undefined) return planned(parts.ways.next);
  if (execution.kind === 'revert') return scene.chapter.kind === 'over' ? planned(parts.ways.next) : undefined;
  return way === undefined || way.legs.length === 0 ? undefined : walked(scene, way.legs, lost);
}

function planned(legs: readonly LegView[]): Strip | undefined {
  const [first] = legs;
  if (first === undefined) return undefined;
  return {
    caption: `What a release would do: about ${minutes(first.left)}`,
    items: [...legs.map((leg) => ahead(leg, leg.seconds > 0 ? duration(leg.seconds * 1000) : 'smoke test')), DONE],
    wayBack: '',
  };
}

const DONE: StripItem = { label: 'Done', mark: 'ahead', text: '' };
const minutes = (seconds: number) => `${Math.max(1, Math.round(seconds / 60))} minutes`;
const ahead = (leg: LegView, text: string): StripItem => ({ label: labelOf(leg), mark: 'ahead', text });

function walked(scene: Scene, legs: readonly LegView[], lost: boolean): Strip {
  const { chapter, execution, now, way, parts } = scene;
  const through = chapter.kind === 'over' && chapter.fate === 'promoted';
  const goesOn = chapter.kind === 'advancing' || chapter.kind === 'promoting' || chapter.kind === 'paused';
  const seen = forecast(way, now, { goesOn: !lost && waitsForTime(scene), holdAt: scene.record?.holdAt });
  const current = through ? undefined : legNow(way);
  // Users are taken off by whoever is first; its own execution may notice late.
  const offAt = parts.weights.find(({ at, canary }) => canary === 0 && at > (current?.beganAt ?? now))?.at;
  const cutAt = offAt ?? way?.takenBackAt ?? execution?.stoppedAt ?? now;
  const items = legs.map((leg, i): StripItem => {
    const { beganAt, seconds } = leg;
    const label = labelOf(leg);
    const before = goesOn || chapter.kind === 'beginning';
    if (beganAt === undefined) {
      const at = seen.atOf(leg);
      return before ? ahead(leg, at === undefined ? 'to come' : `≈ ${about(at)}`) : never(label);
    }
    if (leg !== current) {
      const end = legs.slice(i + 1).find((each) => each.beganAt !== undefined)?.beganAt ?? way?.closedAt ?? beganAt;
      return { label, mark: 'done', text: duration(end - beganAt) };
    }
    if (!before) return { label, mark: 'left', text: leftText(scene, cutAt - beganAt) };
    const held = chapter.kind === 'paused' ? Date.parse(chapter.pause.since) : undefined;
    if (held !== undefined) return { label, mark: 'held', text: `held for ${duration(now - held)}` };
    const spent = duration(now - beganAt);
    const share = seconds === 0 ? 0 : Math.min(1, (now - beganAt) / 1000 / seconds);
    return { label, mark: 'now', text: seconds === 0 ? spent : `${spent} of ${duration(seconds * 1000)}`, share };
  });
  const end = seen.atOf(undefined);
  const done: StripItem = through
    ? { label: 'Done', mark: 'done', text: '' }
    : goesOn
      ? { ...DONE, text: end === undefined || end <= now ? 'to come' : `≈ ${about(end)}` }
      : never('Done');
  return { caption: captionOf(scene, current, end), items: [...items, done], wayBack: wayBackOf(scene) };
}

/** Of the step that users are taken off, or were. */
function leftText({ chapter, weight }: Scene, spent: number): string {
  if (chapter.kind === 'standing by') return 'to be taken back';
  return chapter.kind === 'rolling back' && weight > 0 ? 'being taken back' : `${duration(spent)}, then taken back`;
}

const never = (label: string): StripItem => ({ label, mark: 'never', text: 'not reached' });

/** Whether it is only time, and staying healthy, that it waits for. */
function waitsForTime({ chapter, record }: Scene): boolean {
  return chapter.kind === 'promoting' || (chapter.kind === 'advancing' && record?.said === undefined);
}

function captionOf({ chapter, execution, now }: Scene, current: LegView | undefined, end: number | undefined): string {
  if (execution === undefined) return '';
  const { startedAt, stoppedAt } = execution;
  if (chapter.kind === 'over' && stoppedAt !== undefined) {
    const took = duration(stoppedAt - startedAt);
    return chapter.fate === 'promoted' || current === undefined
      ? `took ${took}`
      : `over at ${labelOf(current)} after ${took}`;
  }
  const left = end === undefined || end <= now ? '' : `, about ${minutes((end - now) / 1000)} left`;
  return `running for ${duration(now - startedAt)}${left}`;
}

function wayBackOf({ chapter, production, label, parts: { executions } }: Scene): string {
  switch (chapter.kind) {
    case 'advancing':
    case 'paused':
      return (
        'The way back is open: an alarm, a worse canary, a failed step or you, and ' +
        `${production} has every request within seconds.`
      );
    case 'rolling back':
    case 'standing by': {
      const by = executions.find(({ kind, status }) => kind === 'rollback' && status === 'RUNNING');
      return `The way back runs${by === undefined ? '' : `, by execution ${by.name.slice(0, 8)}: ${by.state}`}.`;
    }
    case 'over':
      if (chapter.fate === 'rolled back') return `The way back was taken: ${production} has every request.`;
      return chapter.fate === 'promoted' ? `The way back was not needed; from here on it is a revert of ${label}.` : '';
    default:
      return '';
  }
}
