import { edgeKey, failureWays, type GraphEdge, type MachineGraph, reachable, sinks } from './graph.ts';

/**
 * A release is a long thin path; drawn in one piece nobody could read it. So it is cut into columns that stand side by
 * side, like the lines of a text: what belongs together stays together, and what handles failures stands for itself.
 */
export interface Column {
  /** Names of the states, rank by rank from above. */
  readonly ranks: readonly (readonly string[])[];
}

export interface Columns {
  readonly columns: readonly Column[];
  /** The edges that are drawn whether or not they are taken. */
  readonly edges: readonly GraphEdge[];
  /** How much is torn apart, in edges that lead from one column to another and worse. */
  readonly cost: number;
}

/** @returns cuts the graph into columns of at most so many ranks */
export function columnsOf(graph: MachineGraph): (most: number) => Columns {
  const failures = failureWays(graph);
  const handlers = sinks(graph);
  const edges = graph.edges.filter(({ from, to }) => !failures.has(edgeKey(from, to)));
  const main = reachable(
    [graph.start],
    edges.filter(({ to }) => !handlers.has(to)),
  );
  const rest = reachable(handlers, graph.edges).filter((name) => !main.includes(name));
  const others = [...graph.states.keys()].filter((name) => !main.includes(name) && !rest.includes(name));
  // What the handling of failures finds out leads back into the main part only when it is taken.
  const drawn = edges.filter(({ from, to }) => from === graph.start || rest.includes(from) === rest.includes(to));
  const cutters = [[...main, ...others], rest].map((names) =>
    cutter(
      names,
      edges.filter(({ from, to }) => names.includes(from) && names.includes(to)),
    ),
  );
  return (most) => {
    const parts = cutters.map((cut) => cut(most));
    return {
      columns: parts.flatMap(({ columns }) => columns),
      edges: drawn,
      cost: parts.reduce((sum, { cost }) => sum + cost, 0),
    };
  };
}

/** What it costs that a loop is torn apart, in edges that lead from one column to the next. */
const TORN_LOOP = 4;
/** A step of a rollout ends with a loop; the next is best begun on top of a column. */
const AFTER_A_LOOP = -0.9;
/** What another column costs; columns of even length cost a little less than others. */
const ANOTHER_COLUMN = 2;

/** Cuts a graph between its ranks so that few edges, and fewer loops, lead from one column to another. */
function cutter(
  names: readonly string[],
  edges: readonly GraphEdge[],
): (most: number) => { readonly columns: readonly Column[]; readonly cost: number } {
  const { rankOf, isLoop } = ranks(names, edges);
  const rows: string[][] = [];
  for (const [name, rank] of rankOf) (rows[rank] ??= []).push(name);
  const costs = rows.map((_, at) => (at === 0 ? 0 : costOf(at, edges, rankOf, isLoop)));
  return (most) => {
    // best[r] is the cheapest way to have ranks 0 to r-1 in columns; the last of them begins at `begin`.
    const best: { readonly cost: number; readonly begin: number }[] = [{ cost: 0, begin: 0 }];
    for (let end = 1; end <= rows.length; end++) {
      const ways = Array.from({ length: Math.min(most, end) }, (_, index) => end - 1 - index).map((begin) => ({
        begin,
        cost: (best[begin]?.cost ?? 0) + (costs[begin] ?? 0) + ANOTHER_COLUMN + ((end - begin) / most) ** 2,
      }));
      best[end] = ways.reduce((one, other) => (other.cost < one.cost ? other : one));
    }
    const columns: Column[] = [];
    for (let end = rows.length; end > 0; end = best[end]?.begin ?? 0)
      columns.unshift({ ranks: rows.slice(best[end]?.begin, end) });
    return { columns, cost: best[rows.length]?.cost ?? 0 };
  };
}

/** What a cut above a rank tears apart. */
function costOf(
  at: number,
  edges: readonly GraphEdge[],
  rankOf: ReadonlyMap<string, number>,
  isLoop: (edge: GraphEdge) => boolean,
): number {
  let cost = 0;
  for (const edge of edges) {
    const [from, to] = [rankOf.get(edge.from) ?? 0, rankOf.get(edge.to) ?? 0];
    if (Math.min(from, to) < at && Math.max(from, to) >= at) cost += isLoop(edge) ? TORN_LOOP : 1;
    if (isLoop(edge) && from === at - 1) cost += AFTER_A_LOOP;
  }
  return cost;
}

/** How far each state is from a beginning, on the longest way without going back. */
function ranks(
  names: readonly string[],
  edges: readonly GraphEdge[],
): { readonly rankOf: ReadonlyMap<string, number>; readonly isLoop: (edge: GraphEdge) => boolean } {
  const loops = loopEdges(names, edges);
  const forward = edges.filter(({ from, to }) => !loops.has(edgeKey(from, to)));
  const rankOf = new Map(names.map((name) => [name, 0]));
  // Each round settles at least one more rank.
  for (let round = 0; round < names.length; round++) {
    for (const { from, to } of forward) rankOf.set(to, Math.max(rankOf.get(to) ?? 0, (rankOf.get(from) ?? 0) + 1));
  }
  return { rankOf, isLoop: ({ from, to }) => loops.has(edgeKey(from, to)) };
}

/** Edges back to a state on the way to which one already is. */
function loopEdges(names: readonly string[], edges: readonly GraphEdge[]): ReadonlySet<string> {
  const loops = new Set<string>();
  const done = new Set<string>();
  const walk = (name: string, way: ReadonlySet<string>) => {
    if (done.has(name)) return;
    const here = new Set(way).add(name);
    for (const { from, to } of edges) {
      if (from !== name) continue;
      if (here.has(to)) loops.add(edgeKey(from, to));
      else walk(to, here);
    }
    done.add(name);
  };
  for (const name of names) walk(name, new Set());
  return loops;
}
