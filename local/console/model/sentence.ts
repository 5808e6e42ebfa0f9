import { chapterOf, type Chapter, type Fate } from '../../../cli/story/chapter.ts';
import { hasRollout } from '../../../cli/story/purpose.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { inWords } from './cause.ts';
import { labelOf } from './labels.ts';
import type { AlarmView, CloudView, ExecutionView, RecordView, ServiceParts } from './protocol.ts';
import { ringingSentence } from './ringing.ts';
import { isOnWayBack } from './way-back.ts';

export interface Sentence {
  /** Where the release stands, in one sentence. */
  readonly text: string;
  /** Why; '' where there is nothing to explain. */
  readonly because: string;
  readonly tone: 'calm' | 'busy' | 'good' | 'bad';
}

/**
 * What a person wants to know first. Tells what the record says while somebody holds the claim, otherwise how the last
 * release ended. An alarm that rings is never left out: a rollback says why by itself, everything else turns red.
 */
export function sentence(cloud: CloudView | undefined, parts: ServiceParts | undefined): Sentence {
  if (cloud === undefined) return calm('One moment: nothing has been heard of the local cloud yet.');
  if (parts === undefined) return calm('The stack is being deployed; this takes a few seconds.');
  const said = withoutAlarms(parts);
  const rings = ringingSentence(parts.alarms);
  if (rings === '' || said.tone === 'bad') return said;
  return { ...said, text: `${said.text} ${rings}`, tone: 'bad' };
}

function withoutAlarms(parts: ServiceParts): Sentence {
  const { release, executions, alarms } = parts;
  const production = labelOf(release.aliases['production'] ?? '', release);
  const { record } = release;
  if (record !== undefined) {
    const running = executions.find(({ arn }) => arn === record.execution);
    return toldOf(labelOf(record.version, release), production, parts, running);
  }
  const last = executions.find(({ kind }) => hasRollout(kind));
  const waiting = release.versions.at(-1);
  const fresh =
    waiting !== undefined &&
    waiting.version !== release.aliases['production'] &&
    Number(waiting.version) > Math.max(0, ...executions.map(({ version }) => Number(version)));
  if (fresh)
    return calm(
      `${production} is in production. ${labelOf(waiting.version, release)} is published and waits: start its release.`,
      alarmsOn(alarms),
    );
  if (last === undefined) return calm(`${production} is in production. Publish a release to begin.`, alarmsOn(alarms));
  return toldOf(labelOf(last.version, release), production, parts, last);
}

/** @param execution the one that has the claim, or had one last; undefined where it is none of those listed */
function toldOf(
  label: string,
  production: string,
  { release: { record, weight }, alarms }: ServiceParts,
  execution: ExecutionView | undefined,
): Sentence {
  const state = (execution?.status === 'RUNNING' && execution.state) || 'one moment';
  const busy = (text: string, because = alarmsOn(alarms)): Sentence => ({ text, because, tone: 'busy' });
  const chapter = chapterIn(record, execution);
  switch (chapter.kind) {
    case 'beginning':
      return busy(`${execution?.kind === 'revert' ? 'A revert' : 'A release'} begins: ${state}.`, '');
    case 'advancing': {
      const taken = weight === 0 && (record?.confirmedWeight ?? 0) > 0;
      if (taken) return { text: `${label} gets no request any more: ${state}.`, because: '', tone: 'bad' };
      return busy(
        `${label} ${weight === 0 ? 'is about to meet its first users' : `gets ${weight} % of the requests`}: ${state}.`,
      );
    }
    case 'paused': {
      const { text, because } = REASONS[chapter.pause.why].says.console(chapter.pause);
      return busy(`${label} ${text}`, `${because} ${alarmsOn(alarms)}`.trim());
    }
    case 'promoting':
      return busy(`${label} becomes production: ${state}.`);
    case 'standing by':
      return {
        text: `${label} is to be rolled back, but production is broken too: it keeps ${weight} % of the requests.`,
        because: inWords(record?.reason ?? '', alarms),
        tone: 'bad',
      };
    case 'rolling back':
      return {
        text:
          weight === 0
            ? `${label} is being rolled back; ${production} has 100 % of the requests.`
            : `${label} is being rolled back; it still gets ${weight} % of the requests.`,
        because: inWords(record?.reason ?? '', alarms),
        tone: 'bad',
      };
    case 'over':
      return over(chapter.fate, label, production, execution, alarms);
  }
}

/**
 * Where the release is that has the claim, or of the execution where nobody has it. One that is on its way back is,
 * also for the moment until its record says so.
 */
export function chapterIn(record: RecordView | undefined, execution: ExecutionView | undefined): Chapter {
  if (record?.phase === 'advancing' || record?.phase === 'promoting')
    if (execution?.status === 'RUNNING' && isOnWayBack(execution.state)) return { kind: 'rolling back' };
  return chapterOf({
    execution,
    open: record && { phase: record.phase, pause: record.pause ?? record.toldPause },
    closed: execution?.closed,
  });
}

function over(
  fate: Fate,
  label: string,
  production: string,
  execution: ExecutionView | undefined,
  alarms: readonly AlarmView[],
): Sentence {
  const { status = '', error = status, cause = '', state = '', closed } = execution ?? {};
  const bad = (what: string): Sentence => ({
    text: `${label} ${what}: ${production} has every request.`,
    because: inWords(cause, alarms) || inWords(closed?.reason ?? '', alarms),
    tone: 'bad',
  });
  switch (fate) {
    case 'promoted':
      return good(`${label} was promoted: it is`);
    case 'reverted':
      return good(`${StateName.reverted}: ${production} is`);
    case 'through':
      return good(`${state}: ${production} is`);
    case 'rolled back':
      return bad(status === 'ABORTED' ? 'was aborted' : 'was rolled back');
    case 'cut short':
      return bad(status === 'ABORTED' ? 'was aborted' : `was not released (${error})`);
    case 'refused':
      return bad(`was not released (${error})`);
    case 'rollback failed':
      return {
        ...bad(''),
        text: `The rollback of ${label} was not finished (${error}): somebody has to look.`,
      };
  }
}

function good(what: string): Sentence {
  return { text: `${what} in production and has every request.`, because: '', tone: 'good' };
}

/** Of alarms that ring the headline tells. */
function alarmsOn(alarms: readonly AlarmView[]): string {
  const silent = alarms.length > 0 && alarms.every(({ state }) => state !== 'ALARM');
  return silent ? `No alarm of ${alarms.length} is on.` : '';
}

function calm(text: string, because = ''): Sentence {
  return { text, because, tone: 'calm' };
}
