import { fateOf } from '../../../cli/story/chapter.ts';
import { failureText, statusText } from '../../../cli/story/ending.ts';
import { duration, headline, timeOfDay } from '../../../cli/story/text.ts';
import { labelOf } from '../model/labels.ts';
import type { ExecutionView, ReleaseView } from '../model/protocol.ts';
import { h } from './dom.ts';

export interface ExecutionsData {
  readonly executions: readonly ExecutionView[];
  readonly release: ReleaseView;
  readonly chosen: string | undefined;
  /** Rounded, so that the table is not drawn more often than it changes. */
  readonly now: number;
  readonly choose: (name: string) => void;
}

/** The newest first; each can be chosen to be looked at. */
export function drawExecutions(host: HTMLElement, { executions, release, chosen, now, choose }: ExecutionsData): void {
  if (executions.length === 0)
    return host.replaceChildren(h('p', { class: 'empty' }, 'None yet. Start a release to see it here.'));
  const focused = document.activeElement?.getAttribute('data-execution');
  const rows = executions.map((execution) => {
    const { kind, name, status, startedAt, stoppedAt, version } = execution;
    const what = kind === 'release' ? `release of ${version === '' ? 'the newest' : labelOf(version, release)}` : kind;
    return h(
      'tr',
      { 'data-status': status, 'aria-current': name === chosen ? 'true' : undefined, click: () => choose(name) },
      h('td', {}, h('i', { class: 'dot' }), statusText(status)),
      h(
        'td',
        {},
        h('button', { type: 'button', 'data-execution': name }, what),
        h('small', {}, ` ${name.slice(0, 8)}`),
      ),
      h('td', {}, timeOfDay(startedAt)),
      h('td', {}, duration((stoppedAt ?? now) - startedAt)),
      h('td', { class: 'outcome' }, outcome(execution)),
    );
  });
  const heads = ['Status', 'What', 'Started', 'Took', 'Outcome'].map((text) => h('th', { scope: 'col' }, text));
  host.replaceChildren(h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...rows)));
  if (focused !== null && focused !== undefined)
    host.querySelector<HTMLElement>(`[data-execution="${CSS.escape(focused)}"]`)?.focus();
}

function outcome({ status, state, error, cause, closed }: ExecutionView): string {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return state;
  const fate = fateOf({ status, error, state }, closed);
  if (fate === 'promoted' || fate === 'reverted') return fate;
  return failureText(error, cause) || headline(closed?.reason ?? '') || state;
}
