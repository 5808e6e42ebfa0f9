import { endingOf } from '../../../cli/story/ending.ts';
import { hasRollout } from '../../../cli/story/purpose.ts';
import { headline } from '../../../cli/story/text.ts';
import { REASONS } from '../../../rollout/pause/reasons.ts';
import { causeText } from '../../../statemachine/contract/json-text.ts';
import { StateName } from '../../../statemachine/contract/names.ts';
import { labelOf } from './labels.ts';
import type { AlarmView, CloudView, ExecutionView, ServiceParts } from './protocol.ts';

export interface Sentence {
  /** Where the release stands, in one sentence. */
  readonly text: string;
  /** Why; '' where there is nothing to explain. */
  readonly because: string;
  readonly tone: 'calm' | 'busy' | 'good' | 'bad';
}

/**
 * What a person wants to know first. Tells what the record says while somebody holds the claim, otherwise how the last
 * release ended.
 */
export function sentence(cloud: CloudView | undefined, parts: ServiceParts | undefined): Sentence {
  if (cloud === undefined) return calm('One moment: nothing has been heard of the local cloud yet.');
  if (parts === undefined) return calm('The stack is being deployed; this takes a few seconds.');
  const { release, executions, alarms } = parts;
  const production = labelOf(release.aliases['production'] ?? '', release);
  const { record } = release;
  if (record !== undefined) return underWay(labelOf(record.version, release), production, parts, record);
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
  return ended(last, production, labelOf(last.version, release));
}

function underWay(
  label: string,
  production: string,
  { release, executions, alarms }: ServiceParts,
  record: NonNullable<ServiceParts['release']['record']>,
): Sentence {
  const running = executions.find(({ arn }) => arn === record.execution);
  const state = running?.status === 'RUNNING' ? running.state : '';
  if (record.phase === 'rolling back')
    return {
      text: `${label} is being rolled back; ${production} has ${100 - release.weight} % of the requests.`,
      because: headline(record.reason ?? ''),
      tone: 'bad',
    };
  if (record.phase === 'promoting')
    return { text: `${label} becomes production: ${state || 'one moment'}.`, because: alarmsOn(alarms), tone: 'busy' };
  if (record.pause !== undefined) {
    const { text, because } = REASONS[record.pause.why].says.console(record.pause);
    return { text: `${label} ${text}`, because: `${because} ${alarmsOn(alarms)}`.trim(), tone: 'busy' };
  }
  const share = release.weight === 0 ? 'is about to meet its first users' : `gets ${release.weight} % of the requests`;
  return { text: `${label} ${share}: ${state || 'one moment'}.`, because: alarmsOn(alarms), tone: 'busy' };
}

function ended({ status, kind, error, cause = '', state }: ExecutionView, production: string, label: string): Sentence {
  const ending = endingOf({ status, error });
  if (ending === undefined)
    return { text: `${kind === 'revert' ? 'A revert' : 'A release'} begins: ${state}.`, because: '', tone: 'busy' };
  if (ending === 'succeeded') {
    const what = state === StateName.promoted ? `${label} was promoted: it is` : `${state}: ${production} is`;
    return { text: `${what} in production and has every request.`, because: '', tone: 'good' };
  }
  const how =
    ending === 'aborted' || ending === 'rolled back' ? `was ${ending}` : `was not released (${error ?? status})`;
  return {
    text: `${label} ${how}: ${production} has every request.`,
    because: headline(causeText(cause)),
    tone: 'bad',
  };
}

function alarmsOn(alarms: readonly AlarmView[]): string {
  const on = alarms.filter(({ state }) => state === 'ALARM').map(({ label }) => label);
  if (alarms.length === 0) return '';
  return on.length === 0 ? `No alarm of ${alarms.length} is on.` : `On: ${on.join(', ')}.`;
}

function calm(text: string, because = ''): Sentence {
  return { text, because, tone: 'calm' };
}
