import * as dagre from '@dagrejs/dagre';
import { type Column, type Columns, columnsOf } from './columns.ts';
import { edgeKey, type GraphEdge, type MachineGraph } from './graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedState extends Point {
  readonly name: string;
  /** Lines of the name. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  readonly column: number;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** An SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By name; centres. */
  readonly states: ReadonlyMap<string, PlacedState>;
  /** By key: all edges, also those that are drawn only when they are taken. */
  readonly edges: ReadonlyMap<string, PlacedEdge>;
  /** Keys of the edges that are always drawn. */
  readonly skeleton: ReadonlySet<string>;
}

const CHARACTER = 6.5;
const PADDING = 38;
const LINE = 13;
const GAP = { column: 34, state: 14, rank: 13 } as const;
/** Room around everything, and below it for the ways of failures. */
const MARGIN = { x: 6, top: 6, bottom: 22 } as const;
/** A name that is longer goes into two lines. */
const LONGEST_LINE = 17;
const FEWEST_RANKS = 6;
/** More height than this takes the rest of the page out of sight. */
const TALLEST = 520;
/** By how much smaller one would rather draw than tear another edge apart. */
const LESS_TORN = 0.01;
/** Two lines, with the gap to the next. */
const TALLEST_RANK = 2 * LINE + 9 + GAP.rank;

/** The layout that can be drawn largest in so much room, but never larger than life. */
export function layOut(graph: MachineGraph, width: number): Layout {
  const cut = columnsOf(graph);
  const ways = Array.from({ length: Math.max(1, graph.states.size - FEWEST_RANKS) }, (_, index) =>
    cut(FEWEST_RANKS + index),
  );
  const merit = ({ columns, cost }: Columns) => {
    const scale = Math.min(1, width / widthOf(columns));
    return scale * Math.min(1, TALLEST / (heightOf(columns) * scale)) - cost * LESS_TORN;
  };
  const merits = ways.map(merit);
  return place(graph, ways[merits.indexOf(Math.max(...merits))] ?? cut(FEWEST_RANKS));
}

/** About what the columns will take, without placing anything. */
function widthOf(columns: readonly Column[]): number {
  const widest = (ranks: readonly (readonly string[])[]) =>
    Math.max(0, ...ranks.map((names) => names.reduce((sum, name) => sum + sizeOf(name).width + GAP.state, -GAP.state)));
  return columns.reduce((sum, { ranks }) => sum + widest(ranks) + GAP.column, -GAP.column) + 2 * MARGIN.x;
}

function heightOf(columns: readonly Column[]): number {
  return Math.max(1, ...columns.map(({ ranks }) => ranks.length)) * TALLEST_RANK;
}

function place(graph: MachineGraph, { columns, edges }: Columns): Layout {
  const states = new Map<string, PlacedState>();
  const paths = new Map<string, PlacedEdge>();
  let left: number = MARGIN.x;
  columns.forEach(({ ranks }, column) => {
    const names = ranks.flat();
    const inner = edges.filter(({ from, to }) => names.includes(from) && names.includes(to));
    const placed = layOutColumn(names, inner);
    for (const state of placed.states)
      states.set(state.name, { ...state, x: state.x + left, y: state.y + MARGIN.top, column });
    for (const { edge, points } of placed.edges) {
      paths.set(edgeKey(edge.from, edge.to), {
        edge,
        path: smooth(points.map(({ x, y }) => ({ x: x + left, y: y + MARGIN.top }))),
      });
    }
    left += placed.width + GAP.column;
  });
  const bottom = Math.max(0, ...[...states.values()].map(({ y, height }) => y + height / 2));
  for (const edge of graph.edges) {
    const [from, to] = [states.get(edge.from), states.get(edge.to)];
    const key = edgeKey(edge.from, edge.to);
    if (from && to && !paths.has(key)) paths.set(key, { edge, path: acrossColumns(from, to, bottom + 14) });
  }
  return {
    width: Math.max(0, left - GAP.column) + MARGIN.x,
    height: bottom + MARGIN.bottom,
    states,
    edges: paths,
    skeleton: new Set(edges.map(({ from, to }) => edgeKey(from, to))),
  };
}

function layOutColumn(names: readonly string[], edges: readonly GraphEdge[]) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: GAP.state, ranksep: GAP.rank, edgesep: 10 });
  graph.setDefaultEdgeLabel(() => ({}));
  const sizes = new Map(names.map((name) => [name, sizeOf(name)]));
  for (const [name, { width, height }] of sizes) graph.setNode(name, { width, height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const states = [...sizes].map(([name, size]) => {
    const { x = 0, y = 0 } = graph.node(name) as Partial<Point>;
    return { name, x, y, ...size };
  });
  const routed = edges.map((edge) => ({
    edge,
    points: (graph.edge(edge.from, edge.to) as { points?: Point[] }).points ?? [],
  }));
  return { states, edges: routed, width: (graph.graph() as { width?: number }).width ?? 0 };
}

function sizeOf(name: string): Pick<PlacedState, 'lines' | 'width' | 'height'> {
  const lines = inLines(name);
  return {
    lines,
    width: Math.max(...lines.map((line) => line.length)) * CHARACTER + PADDING,
    height: lines.length * LINE + 9,
  };
}

/** One line, or two of about the same length. */
function inLines(name: string): readonly string[] {
  if (name.length <= LONGEST_LINE) return [name];
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  const middle = spaces.reduce(
    (one, other) => (Math.abs(other - name.length / 2) < Math.abs(one - name.length / 2) ? other : one),
    spaces[0] ?? -1,
  );
  return middle < 0 ? [name] : [name.slice(0, middle), name.slice(middle + 1)];
}

/** Through points, without corners. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const curves = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${round(point.x)},${round(point.y)} ${round(end.x)},${round(end.y)}`;
  });
  const straight = rest.length === 1 && rest[0] ? [`L${round(rest[0].x)},${round(rest[0].y)}`] : [];
  return [`M${round(first.x)},${round(first.y)}`, ...curves, ...straight].join(' ');
}

/** To the next column through the gap between the two; further away under everything. */
function acrossColumns(from: PlacedState, to: PlacedState, floor: number): string {
  const [startX, endX] = [from.x + from.width / 2, to.x - to.width / 2];
  if (to.column - from.column === 1) {
    const middle = endX - GAP.column / 2;
    return (
      `M${round(startX)},${round(from.y)} C${round(middle)},${round(from.y)} ${round(middle)},${round(to.y)} ` +
      `${round(endX)},${round(to.y)}`
    );
  }
  const [out, into] = [startX + GAP.column / 3, endX - GAP.column / 3];
  const turn = into > out ? 8 : -8;
  return [
    `M${round(startX)},${round(from.y)}`,
    `Q${round(out)},${round(from.y)} ${round(out)},${round(from.y + 8)}`,
    `L${round(out)},${round(floor - 8)}`,
    `Q${round(out)},${round(floor)} ${round(out + turn)},${round(floor)}`,
    `L${round(into - turn)},${round(floor)}`,
    `Q${round(into)},${round(floor)} ${round(into)},${round(floor - 8)}`,
    `L${round(into)},${round(to.y + 8)}`,
    `Q${round(into)},${round(to.y)} ${round(endX)},${round(to.y)}`,
  ].join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
