import type { Fate } from '../../../cli/story/chapter.ts';
import { timeOfDay } from '../../../cli/story/text.ts';
import { inWords } from './cause.ts';
import { labelOf } from './labels.ts';
import { echoEnd } from './ringing.ts';
import type { ServiceParts } from './protocol.ts';
import { type Scene, waitingVersion } from './scene.ts';
import type { Sentence } from './said.ts';
import { about, metUsers, since, sinceAll } from './way.ts';

const NOTHING = 'nothing by itself.';

/** How a release or a revert has ended. */
export function over(fate: Fate, scene: Scene): Sentence {
  const { execution, label, production, parts, way } = scene;
  const { status = '', error = status, cause = '', state = '', closed } = execution ?? {};
  const { alarms } = parts;
  const because = inWords(cause, alarms) || inWords(closed?.reason ?? '', alarms);
  switch (fate) {
    case 'promoted':
      return promoted(scene);
    case 'reverted':
      return {
        tag: 'Reverted',
        text: `All users are on ${production}${sinceText(way?.movedAt)}: production was put back.`,
        next: NOTHING,
        because: '',
        tone: 'good',
      };
    case 'through':
      return { tag: state, text: `All users are on ${production}.`, next: NOTHING, because: '', tone: 'good' };
    case 'rolled back':
      return rolledBack(scene, because);
    case 'cut short':
    case 'refused':
      return {
        tag: capital(`${label} was not started`),
        text: `All users are on ${production}; ${label} was not started: ${error}.`,
        next: `${NOTHING} The runbook says under ${error} what to do.${waitsText(parts)}`,
        because,
        tone: 'wait',
      };
    case 'rollback failed':
      return {
        tag: `The rollback of ${label} is not finished`,
        text: `${usersOf(scene)} Its rollback was not finished (${error}).`,
        next: 'you, by hand: see RollbackFailed in the runbook. The watchdog tries each minute.',
        because,
        tone: 'bad',
      };
  }
}

function waitsText(parts: ServiceParts): string {
  const waits = waitingVersion(parts);
  return waits === undefined ? '' : ` ${labelOf(waits, parts.release)} waits for you to release it.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Who is where, of a version that may still have users. */
export function usersOf({ weight, label, production, isProduction }: Scene): string {
  if (isProduction) return `All users are on ${label}.`;
  return weight > 0 ? `${weight} % of users are on ${label}.` : `All users are on ${production}.`;
}

export function sinceText(at: number | undefined): string {
  return at === undefined ? '' : ` since ${timeOfDay(at)}`;
}

function promoted({ label, production, isProduction, parts, way }: Scene): Sentence {
  const all = sinceAll(parts, way);
  const { movedAt, closedAt } = way ?? {};
  const { previous } = parts.release.aliases;
  const watched = closedAt === undefined ? '' : ` The watch after the promotion ended well at ${timeOfDay(closedAt)}.`;
  if (!isProduction)
    return {
      tag: `${label} was promoted`,
      text: `All users are on ${production}; ${label} was promoted, and production was moved by hand since.`,
      next: NOTHING,
      because: '',
      tone: 'wait',
    };
  return {
    tag: `${label} was promoted`,
    text: `All users are on ${label}${sinceText(all)}; it is production${sinceText(movedAt)}.`,
    next: `${NOTHING}${watched}`,
    because:
      previous === undefined
        ? ''
        : `${labelOf(previous, parts.release)} is kept as previous: a revert puts it back at once.`,
    tone: 'good',
  };
}

function rolledBack({ execution, label, production, parts, way, now, isProduction }: Scene, because: string): Sentence {
  const what = execution?.status === 'ABORTED' ? 'was aborted' : 'was rolled back';
  const tag = `${label} ${what}`;
  const until = echoEnd(parts, now);
  const silent = until === undefined ? '' : ` A start waits until the alarms are silent, at about ${about(until)}.`;
  const next = `${NOTHING} Mend it, publish it and release that.${silent}`;
  const back = since(parts.weights, 0, now);
  if (isProduction) return { tag, text: `All users are on ${label}; its release ${what}.`, next, because, tone: 'bad' };
  const text =
    metUsers(way) === false
      ? `All users are on ${production}; ${label} ${what} before any user met it.`
      : `All users are on ${production}${sinceText(back)}, when ${label} ${what}.`;
  return { tag, text: back === undefined ? text.replace(', when', ';') : text, next, because, tone: 'wait' };
}
