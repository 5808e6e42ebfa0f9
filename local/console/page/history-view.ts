import { duration, timeOfDay } from '../../../cli/story/text.ts';
import { historyRows } from '../model/history-rows.ts';
import type { EventView } from '../model/protocol.ts';
import { h } from './dom.ts';

/** Rows that are drawn at once; the filter finds the others. */
const MOST_ROWS = 300;

/** The events with the state each happened in, the newest first. */
export function drawHistory(
  host: HTMLElement,
  events: readonly EventView[],
  filter: string,
  select: (state: string) => void,
): void {
  const rows = historyRows(events, filter);
  const first = Date.parse(events[0]?.timestamp ?? '');
  if (rows.length === 0)
    return host.replaceChildren(
      h(
        'p',
        { class: 'empty' },
        events.length === 0 ? 'Nothing has happened yet.' : 'No event has all of these words.',
      ),
    );
  const heads = ['#', 'Time', 'Since', 'State', 'Event', 'What'].map((text) => h('th', { scope: 'col' }, text));
  const lines = rows.slice(0, MOST_ROWS).map(({ event, state, text }) => {
    const at = Date.parse(event.timestamp);
    return h(
      'tr',
      { 'data-event': event.type },
      h('td', {}, String(event.id)),
      h('td', {}, timeOfDay(at)),
      h('td', {}, `+${duration(at - first)}`),
      h('td', {}, state !== '' && h('button', { type: 'button', click: () => select(state) }, state)),
      h('td', {}, event.type),
      h('td', { class: 'outcome', title: text.slice(0, 600) }, text.slice(0, 240)),
    );
  });
  const more =
    rows.length > MOST_ROWS
      ? [h('p', { class: 'empty' }, `${rows.length - MOST_ROWS} older events are not shown; the filter finds them.`)]
      : [];
  host.replaceChildren(h('table', {}, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines)), ...more);
}
