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
  const states = new Map(Object.entries(States).map(([name, { Type, Comment = '' }]) => [name, { name, type: Type, comment: Comment }]));
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

/**
 * The part that says something about one execution. Where it has begun, the branches that its first choice has not
 * taken are left out, as far as nothing else leads there: of a release, the revert.
 * @param taken keys of the edges that the execution went along
 */
export function partOf(graph: MachineGraph, taken: ReadonlySet<string>): MachineGraph {
  const first = graph.edges.filter(({ from }) => from === graph.start);
  const chosen = first.filter(({ from, to }) => taken.has(edgeKey(from, to)));
  if (chosen.length === 0) return graph;
  const usable = graph.edges.filter((edge) => edge.from !== graph.start || chosen.includes(edge));
  const reached = new Set([graph.start]);
  for (const name of reached) for (const { from, to } of usable) if (from === name) reached.add(to);
  return {
    start: graph.start,
    states: new Map([...graph.states].filter(([name]) => reached.has(name))),
    edges: usable.filter(({ from }) => reached.has(from)),
  };
}

/** So many ways lead into a state that handles what goes wrong that drawing them all would hide the rest. */
const MANY = 6;

/**
 * Whether an edge belongs to the skeleton that is always drawn: not the ways of failures, and not the choices that end
 * where failures end. Those are drawn once they are taken.
 */
export function skeleton(graph: MachineGraph): readonly GraphEdge[] {
  const errorsInto = new Map<string, number>();
  for (const { to, kind } of graph.edges) if (kind === 'error') errorsInto.set(to, (errorsInto.get(to) ?? 0) + 1);
  const isSink = (name: string) => (errorsInto.get(name) ?? 0) >= MANY;
  return graph.edges.filter(({ from, to, kind }) => from === graph.start || (kind !== 'error' && !(kind === 'default' && isSink(to))));
}
