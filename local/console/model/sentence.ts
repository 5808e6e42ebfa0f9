import { timeOfDay } from '../../../cli/story/text.ts';
import { labelOf } from './labels.ts';
import { sinceText } from './over.ts';
import type { CloudView, ServiceParts } from './protocol.ts';
import type { Sentence } from './said.ts';
import { alarmsOn, toldOf } from './told.ts';
import { ringingSentence } from './ringing.ts';
import { type Scene, sceneOf, waitingVersion } from './scene.ts';
import { since } from './way.ts';

/** Whether the cloud is heard, and how far its clock was when it was heard last. */
export interface Heard {
  readonly now: number;
  readonly lost?: 'lost' | 'ended';
}

/**
 * What a person wants to know first: who gets what, since when, and what comes next. From the listener's weights and
 * the aliases, not from what the claim says. An alarm that rings is never left out: a rollback says why by itself,
 * everything else turns red; but for the echo of what was taken back.
 */
export function sentence(
  cloud: CloudView | undefined,
  parts: ServiceParts | undefined,
  { now, lost }: Heard = { now: 0 },
): Sentence {
  if (cloud === undefined) return calm('', 'One moment: nothing has been heard of the local cloud yet.');
  if (parts === undefined) return calm('', 'The stack is being deployed; this takes a few seconds.');
  const told = withAlarms(withoutAlarms(sceneOf(parts, now)), parts);
  if (lost === undefined) return told;
  const next = lost === 'ended' ? 'nothing more is heard: the local cloud has ended.' : 'trying again.';
  const text = `Nothing heard since ${timeOfDay(now)}; this was then: ${told.text}`;
  return { ...told, text, next, tone: told.tone === 'bad' ? 'bad' : 'wait' };
}

function withAlarms(said: Sentence, parts: ServiceParts): Sentence {
  const rings = ringingSentence(parts);
  if (rings === '' || said.tone === 'bad') return said;
  return { ...said, text: `${said.text} ${rings}`, tone: 'bad' };
}

function withoutAlarms(scene: Scene): Sentence {
  const { parts, record, execution, weight, production, now } = scene;
  const { release, alarms, weights } = parts;
  if (record !== undefined) return toldOf(scene);
  const canary = labelOf(release.aliases['canary'] ?? '', release);
  if (weight > 0 && execution?.status !== 'RUNNING')
    return {
      tag: 'Weights that no release explains',
      text: `${weight} % of users are on ${canary}, and no release explains it.`,
      next: `all back on ${production} within two minutes, by the watchdog.`,
      because: '',
      tone: 'bad',
    };
  const waits = waitingVersion(parts);
  const at = sinceText(execution === undefined ? undefined : (scene.way?.closedAt ?? since(weights, 0, now)));
  // Of a start that was refused nobody knows which version it was about.
  const refused = execution?.version === '' && execution.status !== 'SUCCEEDED';
  if (waits !== undefined && !refused) {
    const label = labelOf(waits, release);
    return {
      ...calm('At rest', `All users are on ${production}${at}. No user has met ${label} yet.`, alarmsOn(alarms)),
      next: `nothing by itself. ${label} is published and waits for you to release it.`,
    };
  }
  if (execution !== undefined) return toldOf(scene);
  return { ...calm('At rest', `All users are on ${production}.`, alarmsOn(alarms)), next: 'nothing by itself.' };
}

function calm(tag: string, text: string, because = ''): Sentence {
  return { tag, text, next: '', because, tone: 'calm' };
}
