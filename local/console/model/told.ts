import { timeOfDay } from '../../../cli/story/text.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { inWords } from './cause.ts';
import { cannotJudge, nextOf, nextOfPause, nextOfPromotion, nextOfRollback } from './next.ts';
import { over, sinceText, usersOf } from './over.ts';
import type { AlarmView } from './protocol.ts';
import type { Scene } from './scene.ts';
import type { Sentence } from './said.ts';
import { legNow, since, sinceAll } from './way.ts';

/** Of a release or a revert, wherever it is. */
export function toldOf(scene: Scene): Sentence {
  const { parts, record, execution, chapter, weight, label, production, isProduction, now } = scene;
  const { alarms, weights } = parts;
  const rest = `the rest are on ${production}`;
  const shared = `${weight} % of users are on ${label}${sinceText(since(weights, weight, now))}; ${rest}.`;
  switch (chapter.kind) {
    case 'beginning': {
      const what = execution?.kind === 'revert' ? 'A revert begins' : 'A release begins';
      return { tag: what, text: `All users are on ${production}.`, next: 'its claim.', because: '', tone: 'busy' };
    }
    case 'advancing': {
      if (weight === 0 && (record?.confirmedWeight ?? 0) > 0)
        return {
          tag: `${label} gets no request any more`,
          text: `All users are back on ${production}${sinceText(since(weights, 0, now))}.`,
          next: 'its rollback, or the end of its release.',
          because: '',
          tone: 'bad',
        };
      const text = weight === 0 ? `All users are on ${production}. No user has met ${label} yet.` : shared;
      const because = `${lastLook(scene)} ${alarmsOn(alarms)}`.trim();
      return {
        tag: stepTag(scene, `Releasing ${label}`),
        text,
        next: nextOf(scene),
        because,
        tone: cannotJudge(scene) ? 'wait' : 'busy',
      };
    }
    case 'paused': {
      const { because } = REASONS[chapter.pause.why].says.console(chapter.pause);
      return {
        tag: stepTag(scene, chapter.pause.told ? `${label} was told to go on` : `${label} waits for you`),
        text: shared,
        next: nextOfPause(chapter, scene),
        because: `${because} ${alarmsOn(alarms)}`.trim(),
        tone: 'wait',
      };
    }
    case 'promoting':
      return promoting(scene);
    case 'standing by':
      return {
        tag: `The rollback of ${label} stands by`,
        text: `${weight} % of users stay on ${label}: it is to be rolled back, but production is broken too.`,
        next: `all back on ${production}, once production is well again or its time is over.`,
        because: inWords(record?.reason ?? '', alarms),
        tone: 'bad',
      };
    case 'rolling back':
      return {
        tag: `Rolling back ${label}`,
        text: isProduction
          ? `${usersOf(scene)} It is being taken back.`
          : weight > 0
            ? `${weight} % of users still reach ${label}, which is being taken back.`
            : `All users are back on ${production}${sinceText(since(weights, 0, now))}.`,
        next: isProduction ? 'the version before is production again, within seconds.' : nextOfRollback(scene),
        because: inWords(record?.reason ?? '', alarms),
        tone: 'bad',
      };
    case 'over':
      return over(chapter.fate, scene);
  }
}

function promoting(scene: Scene): Sentence {
  const { parts, execution, label, production, isProduction, way } = scene;
  const because = alarmsOn(parts.alarms);
  const next = nextOfPromotion(scene);
  if (execution?.kind === 'revert') {
    const text = isProduction
      ? `All users are back on ${label}${sinceText(way?.movedAt)}; it is watched.`
      : `All users are on ${production}; production goes back to ${label}.`;
    return { tag: `Reverting to ${label}`, text, next, because, tone: 'busy' };
  }
  const all = `All users are on ${label}${sinceText(sinceAll(parts, way))}`;
  const text = isProduction ? `${all}; it is production${sinceText(way?.movedAt)}.` : `${all}; it becomes production.`;
  return { tag: `${label} becomes production`, text, next, because, tone: 'busy' };
}

/** `Releasing 2.0.0, step 2 of 4`. */
function stepTag({ way }: Scene, what: string): string {
  const steps = (way?.legs ?? []).filter(({ kind }) => kind === 'step');
  const now = legNow(way);
  const at = now === undefined ? -1 : steps.indexOf(now);
  return at === -1 ? what : `${what}, step ${at + 1} of ${steps.length}`;
}

function lastLook({ way }: Scene): string {
  const look = way?.look;
  if (look === undefined) return '';
  if (look.of !== 'check') return `${look.message}.`.replace(/\.\.$/, '.');
  const verdict =
    look.verdict === 'inconclusive' ? 'Not to be judged' : look.verdict === 'healthy' ? 'Healthy' : look.verdict;
  return `${verdict} at the last check, ${timeOfDay(look.at)}: ${look.reasons?.join(', ') ?? look.message}.`;
}

/** Of alarms that ring the headline tells. */
export function alarmsOn(alarms: readonly AlarmView[]): string {
  const silent = alarms.length > 0 && alarms.every(({ state }) => state !== 'ALARM');
  return silent ? `No alarm of ${alarms.length} is on.` : '';
}
