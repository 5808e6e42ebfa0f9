/** A state machine as a picture: which states there are and which lead where. From nothing but its definition. */

export type StateType = 'Task' | 'Wait' | 'Choice' | 'Pass' | 'Succeed' | 'Fail';

export interface GraphState {
  readonly name: string;
  readonly type: StateType;
  readonly comment: string;
}

/** `error` is the way a failure takes: a Catch. */
export type EdgeKind = 'next' | 'choice' | 'default' | 'error';

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
}

export interface MachineGraph {
  readonly start: string;
  readonly states: ReadonlyMap<string, GraphState>;
  /** One for each pair of states; the plainest way counts where there are several. */
  readonly edges: readonly GraphEdge[];
}

interface StateSource {
  readonly Type: StateType;
  readonly Comment?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}

/** @param definition Amazon States Language, JSON text, that was checked when the machine was made */
export function machineGraph(definition: string): MachineGraph {
  const { StartAt, States } = JSON.parse(definition) as { StartAt: string; States: Record<string, StateSource> };
  const states = new Map(
    Object.entries(States).map(([name, { Type, Comment = '' }]) => [name, { name, type: Type, comment: Comment }]),
  );
  const edges = new Map<string, GraphEdge>();
  for (const [from, state] of Object.entries(States)) {
    for (const [kind, to] of waysOut(state)) {
      const key = edgeKey(from, to);
      if (!edges.has(key)) edges.set(key, { from, to, kind });
    }
  }
  return { start: StartAt, states, edges: [...edges.values()] };
}

export function edgeKey(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function waysOut({ Next, Choices = [], Default, Catch = [] }: StateSource): (readonly [EdgeKind, string])[] {
  return [
    ...(Next === undefined ? [] : [['next', Next] as const]),
    ...Choices.map(({ Next: to }) => ['choice', to] as const),
    ...(Default === undefined ? [] : [['default', Default] as const]),
    ...Catch.map(({ Next: to }) => ['error', to] as const),
  ];
}

/** So many ways lead into a state that handles what goes wrong that drawing them all would hide the rest. */
const MANY = 6;

/** States that handle failures from everywhere. */
export function sinks(graph: MachineGraph): ReadonlySet<string> {
  const errorsInto = new Map<string, number>();
  for (const { to, kind } of graph.edges) if (kind === 'error') errorsInto.set(to, (errorsInto.get(to) ?? 0) + 1);
  return new Set([...errorsInto].flatMap(([name, count]) => (count >= MANY ? [name] : [])));
}

/** Ways that a failure takes: what is caught, and defaults that end where caught errors end. */
export function failureWays(graph: MachineGraph): ReadonlySet<string> {
  const caughtBy = new Set(graph.edges.flatMap(({ to, kind }) => (kind === 'error' ? [to] : [])));
  const ways = graph.edges.filter(({ to, kind }) => kind === 'error' || (kind === 'default' && caughtBy.has(to)));
  return new Set(ways.map(({ from, to }) => edgeKey(from, to)));
}

/** The states that a walk from the roots meets, in that order. */
export function reachable(roots: Iterable<string>, edges: readonly GraphEdge[]): string[] {
  const found = new Set(roots);
  for (const name of found) for (const { from, to } of edges) if (from === name) found.add(to);
  return [...found];
}

/**
 * The part that says something about one execution: what a healthy one goes through from the first choice that it took,
 * or would take, what handles its failures, and wherever it went. Of a release it leaves out the revert.
 * @param taken keys of the edges that the execution went along
 */
export function partOf(graph: MachineGraph, taken: ReadonlySet<string>): MachineGraph {
  const failures = failureWays(graph);
  const isTaken = ({ from, to }: GraphEdge) => taken.has(edgeKey(from, to));
  const first = graph.edges.filter(({ from }) => from === graph.start);
  const chosen = first.some(isTaken) ? first.filter(isTaken) : first.slice(0, 1);
  const usable = graph.edges.filter((edge) =>
    edge.from === graph.start ? chosen.includes(edge) : isTaken(edge) || !failures.has(edgeKey(edge.from, edge.to)),
  );
  const names = new Set(reachable([graph.start, ...sinks(graph)], usable));
  return {
    start: graph.start,
    states: new Map([...graph.states].filter(([name]) => names.has(name))),
    edges: graph.edges.filter(
      (edge) => names.has(edge.from) && names.has(edge.to) && (edge.from !== graph.start || chosen.includes(edge)),
    ),
  };
}
