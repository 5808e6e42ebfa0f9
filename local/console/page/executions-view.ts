import { fateOf } from '../../../cli/story/chapter.ts';
import { failureText, statusText } from '../../../cli/story/ending.ts';
import { duration, timeOfDay } from '../../../cli/story/text.ts';
import { inWords } from '../model/cause.ts';
import { labelOf } from '../model/labels.ts';
import { isTakenBack } from '../model/overtaken.ts';
import type { AlarmView, ExecutionView, ReleaseView } from '../model/protocol.ts';
import { stories } from '../model/stories.ts';
import { h } from './dom.ts';

export interface ExecutionsData {
  readonly executions: readonly ExecutionView[];
  readonly release: ReleaseView;
  readonly alarms: readonly AlarmView[];
  readonly chosen: string | undefined;
  /** Rounded, so that the list is not drawn more often than it changes. */
  readonly now: number;
  readonly choose: (name: string) => void;
}

/** One story a release, the newest first, with the rollback that belongs to it; each execution can be looked at. */
export function drawExecutions(host: HTMLElement, data: ExecutionsData): void {
  if (data.executions.length === 0)
    return host.replaceChildren(h('p', { class: 'empty' }, 'None yet. Start a release to see it here.'));
  const focused = document.activeElement?.getAttribute('data-execution');
  const items = stories(data.executions).map(({ of, about }) =>
    h(
      'li',
      { class: 'story', 'data-story': of.name },
      executionLine(of, data),
      about.length > 0 &&
        h(
          'ul',
          { 'aria-label': 'What was done about it' },
          ...about.map((each) => h('li', {}, executionLine(each, data))),
        ),
    ),
  );
  host.replaceChildren(h('ul', {}, ...items));
  if (focused !== null && focused !== undefined)
    host.querySelector<HTMLElement>(`[data-execution="${CSS.escape(focused)}"]`)?.focus();
}

function executionLine(
  execution: ExecutionView,
  { executions, release, alarms, chosen, now, choose }: ExecutionsData,
): HTMLElement {
  const { kind, name, status, startedAt, stoppedAt, version } = execution;
  const what = kind === 'release' ? `release of ${version === '' ? 'the newest' : labelOf(version, release)}` : kind;
  const took = `${stoppedAt === undefined ? 'for' : 'took'} ${duration((stoppedAt ?? now) - startedAt)}`;
  const back = isTakenBack(execution, { executions, release });
  return h(
    'div',
    { class: back ? 'execution back' : 'execution', 'data-status': status, 'aria-current': name === chosen && 'true' },
    h('i', { class: 'dot' }),
    h('button', { type: 'button', 'data-execution': name, click: () => choose(name) }, what),
    h('small', {}, ` ${name.slice(0, 8)}, ${timeOfDay(startedAt)}, ${took}: `),
    h('b', {}, back ? 'being rolled back' : statusText(status)),
    h('p', {}, inWords(outcome(execution), alarms)),
  );
}

function outcome({ status, state, error, cause, closed }: ExecutionView): string {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return state;
  const fate = fateOf({ status, error, state }, closed);
  if (fate === 'promoted' || fate === 'reverted') return fate;
  return failureText(error, cause) || closed?.reason || state;
}
