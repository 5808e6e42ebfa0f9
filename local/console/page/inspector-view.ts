import { duration, timeOfDay } from '../../../cli/story/text.ts';
import { causeText, parseJson, textIn } from '../../../statemachine/contract/json-text.ts';
import { machineGraph } from '../model/graph.ts';
import type { Visit } from '../model/progress.ts';
import { h } from './dom.ts';
import type { Detail } from './store.ts';

/** How many times in one state are shown; a bake has a dozen. */
const MOST_VISITS = 20;

/** Everything about one state: each time the execution was in it, with input, output, times and retries. */
export function drawInspector(host: HTMLElement, detail: Detail, state: string, close: () => void): void {
  const { visits } = detail.reader.progress();
  const own = visits.filter((visit) => visit.state === state).toReversed();
  const about = machineGraph(detail.definition).states.get(state);
  const opened = new Set(
    [...host.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ dataset }) => dataset['part']),
  );
  const part = (key: string, title: string, text: string | undefined) =>
    text !== undefined &&
    h(
      'details',
      { 'data-part': key, open: opened.has(key) },
      h('summary', {}, title),
      h('pre', { tabindex: 0 }, pretty(text)),
    );
  const shown = own
    .slice(0, MOST_VISITS)
    .map((visit, index) =>
      h(
        'section',
        {},
        ...visitParts(visit, own.length - index, own.length),
        part(`${own.length - index} in`, 'Input', visit.input),
        part(`${own.length - index} out`, 'Output', visit.output),
      ),
    );
  const focused = host.contains(document.activeElement) && document.activeElement?.classList.contains('close');
  const button = h('button', { type: 'button', class: 'close', 'aria-label': 'Close', click: close }, '✕');
  host.replaceChildren(
    h('div', { class: 'head' }, h('h2', {}, state), button),
    h('p', {}, `${about?.type ?? ''}. ${about?.comment ?? ''}`),
    ...(own.length === 0 ? [h('p', { class: 'empty' }, 'The execution has not been in this state.')] : shown),
    part('definition', 'Definition', definitionOf(detail.definition, state)) || '',
  );
  if (focused === true) button.focus();
}

function visitParts(
  { status, enteredAt, exitedAt, retries, error, cause, output }: Visit,
  number: number,
  all: number,
): Node[] {
  const times =
    exitedAt === undefined
      ? `${timeOfDay(enteredAt)}, still there`
      : `${timeOfDay(enteredAt)}–${timeOfDay(exitedAt)}, ${duration(exitedAt - enteredAt)}`;
  const message = textIn(parseJson(output ?? ''), 'message');
  return [
    h(
      'p',
      { class: 'visit', 'data-status': status },
      h('i', { class: 'dot' }),
      h('b', {}, status),
      all > 1 ? ` (${number} of ${all})` : '',
    ),
    h('p', {}, times, retries === 0 ? '' : `, ${retries} ${retries === 1 ? 'retry' : 'retries'}`),
    ...(message === undefined ? [] : [h('p', {}, message)]),
    ...(error === undefined
      ? []
      : [h('p', { class: 'error' }, h('b', {}, error), cause === undefined ? '' : `: ${causeText(cause)}`)]),
  ];
}

function definitionOf(definition: string, state: string): string {
  return JSON.stringify((JSON.parse(definition) as { States: Record<string, unknown> }).States[state] ?? null);
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
