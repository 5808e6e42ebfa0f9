import { timeOfDay } from '../../../cli/story/text.ts';
import { type Band, niceCeiling, timeMarks, together, type TrafficChart, trafficChart } from '../model/chart.ts';
import { type Stretch, weightLine } from '../model/weight-line.ts';
import type { ReleaseView, ServiceParts, TrafficPoint } from '../model/protocol.ts';
import { figure, labelOf } from '../model/labels.ts';
import { h, s } from './dom.ts';
import { colourOf } from './colours.ts';

const LOWEST = 180;
const MARGIN = { left: 40, right: 44, top: 12, bottom: 22 } as const;

export interface TrafficData {
  readonly points: readonly TrafficPoint[];
  readonly parts: ServiceParts;
  readonly now: number;
}

/** Requests a second by version, with the weight's line over them: a release is a staircase, a rollback a cliff. */
export function drawTraffic(host: HTMLElement, legend: HTMLElement, { points, parts, now }: TrafficData): void {
  const last = parts.executions.find(({ kind }) => kind === 'release');
  const chart = trafficChart(points, parts.weights, now, last?.startedAt);
  const [width, height] = [Math.max(320, host.clientWidth), Math.max(LOWEST, host.clientHeight)];
  const highest = Math.max(0, ...(chart.bands.at(-1)?.to ?? []));
  // One burst should not press the rest flat.
  const top = niceCeiling(Math.max(chart.usual * 1.08, Math.min(highest, chart.usual * 1.4)));
  const scale = {
    x: scaleX(chart, width),
    y: (value: number) => MARGIN.top + (1 - Math.min(1, value / top)) * (height - MARGIN.top - MARGIN.bottom),
  };
  const share = (percent: number) => scale.y((percent / 100) * (chart.usual === 0 ? top : chart.usual));
  const label = `Requests a second by version: ${summary(chart, parts.release)}`;
  const picture = s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label });
  picture.append(
    ...axes(chart, width, top, scale, share),
    ...chart.bands.flatMap((band) => areas(band, chart.times, scale)),
    ...weightLine(chart.weight, { executions: parts.executions, record: parts.release.record }).flatMap((stretch) =>
      weight(stretch, width, scale.x, share),
    ),
  );
  host.replaceChildren(picture);
  drawLegend(legend, chart, parts.release);
}

interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
}

function scaleX({ begin, end }: TrafficChart, width: number): Scale['x'] {
  return (at) => MARGIN.left + ((at - begin) / (end - begin)) * (width - MARGIN.left - MARGIN.right);
}

function axes(
  { begin, end }: TrafficChart,
  width: number,
  top: number,
  { x, y }: Scale,
  share: (percent: number) => number,
): SVGElement[] {
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const rates = [0, top / 2, top].flatMap((value) => [
    s('line', { class: 'grid', x1: left, x2: right, y1: y(value), y2: y(value) }),
    s('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, figure(value)),
  ]);
  const shares = [10, 30, 50, 100].map((percent) =>
    s('text', { class: 'share', x: right + 6, y: share(percent) + 4 }, `${percent} %`),
  );
  const times = timeMarks(begin, end, width / 110).flatMap((at) => [
    s('line', { class: 'tick', x1: x(at), x2: x(at), y1: y(0), y2: y(0) + 4 }),
    s('text', { x: x(at), y: y(0) + 16, 'text-anchor': 'middle' }, timeOfDay(at).slice(0, 5)),
  ]);
  return [...rates, ...shares, ...times];
}

/** What was answered well over what failed. */
function areas({ version, from, failedTo, to }: Band, times: readonly number[], scale: Scale): SVGElement[] {
  const failed = failedTo.some((value, index) => value > (from[index] ?? 0));
  return [
    s('path', {
      class: 'band',
      'data-version': version,
      'data-colour': colourOf(version),
      d: area(times, failedTo, to, scale),
    }),
    ...(failed
      ? [s('path', { class: 'failures', 'data-version': version, d: area(times, from, failedTo, scale) })]
      : []),
  ];
}

function area(times: readonly number[], lower: readonly number[], upper: readonly number[], { x, y }: Scale): string {
  const along = (values: readonly number[]) =>
    times.map((at, index) => `${x(at).toFixed(1)},${y(values[index] ?? 0).toFixed(1)}`);
  return times.length === 0 ? '' : `M${along(upper).join('L')}L${along(lower).toReversed().join('L')}z`;
}

/** Pixels that the words take. */
const END_WIDTH = 90;
const ENDS = { rises: '', promoted: '✓ promoted', 'rolled back': '↩ rolled back' } as const;

/** A promotion goes on at the top, in green; a rollback is a red cliff. Both say so. */
function weight(
  { kind, corners }: Stretch,
  width: number,
  x: Scale['x'],
  share: (percent: number) => number,
): SVGElement[] {
  const [first, ...rest] = corners;
  if (first === undefined) return [];
  const d = rest.reduce(
    (path, { at, canary }) => `${path}H${x(at).toFixed(1)}V${share(canary).toFixed(1)}`,
    `M${x(first.at).toFixed(1)},${share(first.canary).toFixed(1)}`,
  );
  const words = ENDS[kind];
  // What has just happened is told to the left of now.
  const left = x(first.at) > width - MARGIN.right - END_WIDTH;
  const label = {
    class: 'end',
    'data-end': kind,
    x: x(first.at) + (left ? -5 : 5),
    y: share(first.canary) - 6,
    'text-anchor': left ? 'end' : 'start',
  };
  return [
    s('path', { class: 'weight halo', d }),
    s('path', { class: 'weight', 'data-end': kind, d }),
    ...(words === '' ? [] : [s('text', label, words)]),
  ];
}

function drawLegend(legend: HTMLElement, { bands }: TrafficChart, release: ReleaseView): void {
  const items = bands.toReversed().map(({ version, failedTo, from, to }) => {
    const [rate, failed] = [(to.at(-1) ?? 0) - (from.at(-1) ?? 0), (failedTo.at(-1) ?? 0) - (from.at(-1) ?? 0)];
    return h(
      'li',
      {},
      h('i', { 'data-colour': colourOf(version) }),
      version === '' ? 'unanswered' : labelOf(version, release),
      h('b', {}, ` ${Math.round(rate)}/s`),
      failed > 0 && h('em', {}, ` ${Math.round(failed)} failing`),
    );
  });
  legend.replaceChildren(
    ...items,
    h('li', {}, h('i', { class: 'line' }), 'share of the new version'),
    h('li', {}, h('i', { class: 'fail' }), 'failed'),
  );
}

function summary({ bands, weight: corners }: TrafficChart, release: ReleaseView): string {
  const rates = bands.map(
    ({ version, from, to }) => `${labelOf(version, release)} ${Math.round((to.at(-1) ?? 0) - (from.at(-1) ?? 0))}`,
  );
  return `${rates.join(', ') || 'none yet'}; weight of the canary ${corners.at(-1)?.canary ?? 0} %`;
}

/** The chart's numbers minute by minute, the newest first. */
export function trafficTable(points: readonly TrafficPoint[], { weights, release }: ServiceParts): HTMLTableElement {
  const minutes = new Map<number, TrafficPoint[]>();
  for (const point of points)
    minutes.set(Math.floor(point.at / 60_000), [...(minutes.get(Math.floor(point.at / 60_000)) ?? []), point]);
  const rows = [...minutes.values()].map(together).toReversed();
  const versions = [...new Set(rows.flatMap((row) => Object.keys(row.versions)))].sort((a, b) => Number(a) - Number(b));
  const cells = ({ versions: counts }: TrafficPoint) =>
    versions.map((version) => h('td', {}, `${counts[version]?.[0] ?? 0} (${counts[version]?.[1] ?? 0} failed)`));
  const weightAt = (at: number) => weights.findLast((change) => change.at <= at)?.canary ?? 0;
  return h(
    'table',
    {},
    h('caption', {}, 'Requests by minute'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, 'Minute'),
        h('th', { scope: 'col' }, 'Weight'),
        ...versions.map((version) => h('th', { scope: 'col' }, labelOf(version, release))),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map((row) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, timeOfDay(row.at).slice(0, 5)),
          h('td', {}, `${weightAt(row.at)} %`),
          ...cells(row),
        ),
      ),
    ),
  );
}
