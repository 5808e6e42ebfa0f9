import type { AlarmView } from '../model/protocol.ts';
import { inWords } from '../model/cause.ts';
import { figure } from '../model/labels.ts';
import { h, s } from './dom.ts';

const SIZE = { width: 96, height: 24 } as const;
const WORDS = { OK: 'OK', ALARM: 'in alarm', INSUFFICIENT_DATA: 'no data yet' } as const;

/**
 * Each alarm, those that ring first, with its state and a small chart of what it watches; opened, with its reason. What
 * is open stays open.
 */
export function drawAlarms(list: HTMLElement, summary: HTMLElement, alarms: readonly AlarmView[]): void {
  const open = new Set(
    [...list.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ dataset }) => dataset['alarm']),
  );
  const focused = document.activeElement?.closest<HTMLElement>('details')?.dataset['alarm'];
  const sorted = alarms.toSorted((a, b) => Number(b.state === 'ALARM') - Number(a.state === 'ALARM'));
  list.replaceChildren(...sorted.map((alarm) => h('li', {}, alarmItem(alarm, open.has(alarm.name)))));
  if (focused !== undefined)
    list.querySelector<HTMLElement>(`details[data-alarm="${CSS.escape(focused)}"] summary`)?.focus();
  const on = alarms.filter(({ state }) => state === 'ALARM').length;
  const text =
    alarms.length === 0
      ? 'none yet'
      : on === 0
        ? `none of ${alarms.length} is on`
        : `${on} of ${alarms.length} ${on === 1 ? 'is' : 'are'} on`;
  if (summary.textContent !== text) summary.textContent = text;
}

function alarmItem(alarm: AlarmView, open: boolean): HTMLDetailsElement {
  const { name, label, state, reason, threshold, comparison, period } = alarm;
  const latest = alarm.points.findLast((value) => value !== null);
  const value = latest === undefined || latest === null ? '–' : figure(latest);
  return h(
    'details',
    { 'data-alarm': name, 'data-alarm-state': state, open },
    h(
      'summary',
      {},
      h('i', { class: 'dot' }),
      h('span', { class: 'name' }, label),
      chart(alarm),
      h('span', { class: 'value' }, h('b', {}, value), ` / ${figure(threshold)}`),
      h('span', { class: 'word' }, WORDS[state]),
    ),
    h('p', {}, inWords(reason, [alarm])),
    h('p', {}, `On when ${comparison} ${figure(threshold)} over ${period / 60} min. `, h('code', {}, name)),
  );
}

/** A line, the threshold as dashes; values far above it are cut off. */
function chart({ points, threshold, label }: AlarmView): SVGSVGElement {
  const values = points.filter((value): value is number => value !== null);
  const top = Math.min(Math.max(threshold * 1.25, ...values, 1e-9), threshold * 4 || Infinity);
  const x = (index: number) => (index / Math.max(1, points.length - 1)) * SIZE.width;
  const y = (value: number) => SIZE.height - 2 - (Math.min(value, top) / top) * (SIZE.height - 4);
  let path = '';
  points.forEach((value, index) => {
    if (value !== null)
      path += `${(points[index - 1] ?? null) === null ? 'M' : 'L'}${x(index).toFixed(1)},${y(value).toFixed(1)}`;
  });
  return s(
    'svg',
    {
      viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
      width: SIZE.width,
      height: SIZE.height,
      role: 'img',
      'aria-label':
        `${label}, the last ${points.length} minutes: highest ` +
        `${values.length === 0 ? 'no data' : figure(Math.max(...values))}, threshold ${figure(threshold)}`,
    },
    s('line', { class: 'threshold', x1: 0, x2: SIZE.width, y1: y(threshold), y2: y(threshold) }),
    s('path', { class: 'series', d: path }),
  );
}
