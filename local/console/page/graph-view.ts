import { machineGraph, partOf } from '../model/graph.ts';
import { type Layout, layOut, type PlacedEdge, type PlacedState } from '../model/layout.ts';
import type { Progress, StateStatus } from '../model/progress.ts';
import { s } from './dom.ts';

const GLYPH = { Task: 'λ', Wait: '◷', Choice: '◇', Pass: '→', Succeed: '✓', Fail: '✕' } as const;

export interface GraphOptions {
  readonly definition: string;
  readonly progress: Progress;
  /** Every state, also of branches that the execution does not take. */
  readonly whole: boolean;
  readonly selected: string | undefined;
  readonly select: (state: string) => void;
}

/**
 * The execution view: states as boxes in the colours of the Step Functions console. Laid out anew only when other
 * states are to be seen.
 */
export class GraphView {
  private readonly host: HTMLElement;
  private key = '';
  private layout: Layout | undefined;
  private readonly nodes = new Map<string, SVGGElement>();
  private readonly edges = new Map<string, SVGPathElement>();
  private select: (state: string) => void = () => undefined;

  constructor(host: HTMLElement) {
    this.host = host;
    host.addEventListener('keydown', (event) => this.onKey(event));
  }

  draw({ definition, progress, whole, selected, select }: GraphOptions): void {
    this.select = select;
    const width = Math.round(this.host.clientWidth);
    const graph = machineGraph(definition);
    const shown = whole ? graph : partOf(graph, progress.taken);
    const key = `${width} ${graph.start} ${[...shown.states.keys()].join()}`;
    if (key !== this.key) {
      this.key = key;
      this.layout = layOut(shown, width);
      this.build(this.layout, (name) => GLYPH[shown.states.get(name)?.type ?? 'Pass']);
    }
    this.colour(progress, selected);
  }

  private build(layout: Layout, glyphOf: (name: string) => string): void {
    this.nodes.clear();
    this.edges.clear();
    const lines = [...layout.edges].map(([key, placed]) => this.edge(key, placed));
    const boxes = [...layout.states.values()].map((placed) => this.node(placed, glyphOf(placed.name)));
    const viewBox = `0 0 ${layout.width} ${layout.height}`;
    const picture = s('svg', {
      viewBox,
      width: layout.width,
      role: 'group',
      'aria-label': 'States of the execution; arrow keys go from one to the next',
    });
    picture.append(s('defs', {}, marker('arrow'), marker('arrow-taken')), ...lines, ...boxes);
    this.host.replaceChildren(picture);
    boxes[0]?.setAttribute('tabindex', '0');
  }

  private edge(key: string, { path, edge }: PlacedEdge): SVGPathElement {
    const line = s('path', { d: path, class: `edge ${edge.kind}` });
    this.edges.set(key, line);
    return line;
  }

  private node({ name, x, y, width, height, lines }: PlacedState, glyph: string): SVGGElement {
    const text = s('text', { x: 9, 'text-anchor': 'middle' });
    lines.forEach((line, index) =>
      text.append(s('tspan', { x: 9, y: (index - (lines.length - 1) / 2) * 13 + 4 }, line)),
    );
    const node = s(
      'g',
      {
        class: 'state',
        transform: `translate(${x},${y})`,
        tabindex: -1,
        role: 'button',
        'data-state': name,
        click: () => this.select(name),
        focus: () => this.rove(name),
      },
      s('rect', { x: -width / 2, y: -height / 2, width, height, rx: 7 }),
      s('text', { class: 'glyph', x: -width / 2 + 14, y: 4.5, 'text-anchor': 'middle' }, glyph),
      text,
      s('text', { class: 'visits', x: width / 2 - 4, y: -height / 2 + 3, 'text-anchor': 'end' }),
    );
    this.nodes.set(name, node);
    return node;
  }

  private colour({ statuses, taken, visits }: Progress, selected: string | undefined): void {
    const counts = new Map<string, number>();
    for (const { state } of visits) counts.set(state, (counts.get(state) ?? 0) + 1);
    for (const [name, node] of this.nodes) {
      const status: StateStatus = statuses.get(name) ?? 'not started';
      const count = counts.get(name) ?? 0;
      set(node, 'data-status', status);
      set(node, 'aria-label', `${name}: ${status}${count > 1 ? `, ${count} times` : ''}`);
      set(node, 'aria-pressed', String(name === selected));
      const badge = node.lastElementChild;
      const text = count > 1 ? `×${count}` : '';
      if (badge && badge.textContent !== text) badge.textContent = text;
    }
    for (const [key, line] of this.edges) {
      set(line, 'data-taken', String(taken.has(key)));
      set(line, 'data-shown', String(taken.has(key) || this.layout?.skeleton.has(key) === true));
    }
  }

  /** One stop for the tab key; the arrows go on from there. */
  private rove(name: string): void {
    for (const [each, node] of this.nodes) set(node, 'tabindex', each === name ? '0' : '-1');
  }

  private onKey(event: KeyboardEvent): void {
    const name = document.activeElement?.getAttribute('data-state') ?? undefined;
    const here = name === undefined ? undefined : this.layout?.states.get(name);
    if (name === undefined || here === undefined) return;
    if (event.key === 'Enter' || event.key === ' ') this.select(name);
    else {
      const next = nearest(here, [...(this.layout?.states.values() ?? [])], event.key);
      if (next === undefined) return;
      this.nodes.get(next.name)?.focus();
    }
    event.preventDefault();
  }
}

/** An arrow's head. */
function marker(id: string): SVGMarkerElement {
  return s(
    'marker',
    { id, viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 5, markerHeight: 5, orient: 'auto-start-reverse' },
    s('path', { d: 'M0,0 L8,4 L0,8 z' }),
  );
}

/** The state that lies next in the direction of an arrow key. */
function nearest(here: PlacedState, states: readonly PlacedState[], key: string): PlacedState | undefined {
  const direction = ({ ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] } as const)[key];
  if (direction === undefined) return undefined;
  const [dx, dy] = direction;
  const far = ({ x, y }: PlacedState) => {
    const [ahead, aside] = [
      (x - here.x) * dx + (y - here.y) * dy,
      Math.abs((x - here.x) * dy) + Math.abs((y - here.y) * dx),
    ];
    return ahead <= 4 ? Infinity : ahead + 3 * aside;
  };
  const best = states.reduce((one, other) => (far(other) < far(one) ? other : one), here);
  return far(best) === Infinity ? undefined : best;
}

function set(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
