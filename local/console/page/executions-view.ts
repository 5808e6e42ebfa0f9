import type { ExecutionView, ReleaseView } from '../model/protocol.ts';
import { causeText, duration, firstLine, labelOf, timeOfDay } from '../model/words.ts';
import { h } from './dom.ts';

const WORDS = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
  ABORTED: 'aborted',
} as const;
const KINDS = { release: 'release of', rollback: 'rollback', revert: 'revert', 'go on': 'go on' } as const;

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
    const { name, status, startedAt, stoppedAt, version } = execution;
    const what =
      execution.kind === 'release'
        ? `${KINDS.release} ${version === '' ? 'the newest' : labelOf(version, release)}`
        : KINDS[execution.kind];
    return h(
      'tr',
      { 'data-status': status, 'aria-current': name === chosen ? 'true' : undefined, click: () => choose(name) },
      h('td', {}, h('i', { class: 'dot' }), WORDS[status]),
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

function outcome({ status, state, error, cause = '' }: ExecutionView): string {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return state;
  return [error, firstLine(causeText(cause))].filter(Boolean).join(': ') || state;
}
