/** The definition of a state machine as a graph, for what follows its paths: tests, and the searches here. */

export type Assign = Readonly<Record<string, unknown>>;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number;
}

export interface AslState {
  readonly Type: 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail';
  readonly Comment?: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Seconds?: number;
  readonly TimeoutSeconds?: number;
  readonly Error?: string;
  readonly Cause?: string;
  readonly Output?: unknown;
  readonly Assign?: Assign;
  /** Of a task that invokes a function; one that calls an API by itself has that API's own, and no function's name. */
  readonly Arguments?: { readonly FunctionName?: string; readonly Payload: Readonly<Record<string, unknown>> };
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly Assign?: Assign;
  }[];
  readonly Choices?: readonly {
    readonly Condition: string;
    readonly Next: string;
    readonly Assign?: Assign;
    readonly Comment?: string;
  }[];
}

export interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, AslState>>;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'rule' | 'default' | 'catch';
  /** Names of the variables that are assigned for certain when this edge is taken. */
  readonly assigns: readonly string[];
}

export const stateOf = (definition: Definition, name: string): AslState => {
  const state = definition.States[name];
  if (!state) throw new Error(`no state ${name}`);
  return state;
};

/** Tasks that call an API of AWS by themselves. */
export const callsApi = (state: AslState): boolean =>
  state.Type === 'Task' && state.Arguments?.FunctionName === undefined;

/** Every way out of every state. A rule's Assign counts on that rule only, a Choice's own on its default only. */
export function edges(definition: Definition): Edge[] {
  return Object.entries(definition.States).flatMap(([from, state]) => {
    const edge = (kind: Edge['kind'], to: string, assign: Assign = {}): Edge => ({
      from,
      to,
      kind,
      assigns: Object.keys(assign),
    });
    return [
      ...(state.Next === undefined ? [] : [edge('next', state.Next, state.Assign)]),
      ...(state.Choices ?? []).map((rule) => edge('rule', rule.Next, rule.Assign)),
      ...(state.Default === undefined ? [] : [edge('default', state.Default, state.Assign)]),
      ...(state.Catch ?? []).map((catcher) => edge('catch', catcher.Next, catcher.Assign)),
    ];
  });
}

/** Every state that can come after `from`, including itself, without entering one of `closed`. */
export function reachable(definition: Definition, from: string, closed: readonly string[] = []): Set<string> {
  const ways = edges(definition);
  const seen = new Set<string>();
  const queue = [from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name) || closed.includes(name)) continue;
    seen.add(name);
    queue.push(...ways.filter((way) => way.from === name).map((way) => way.to));
  }
  return seen;
}

/** Every string anywhere inside a value. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

/** The JSONata expressions anywhere inside a value, without their braces. */
export const expressions = (value: unknown): string[] =>
  strings(value).flatMap((text) => (text.startsWith('{%') && text.endsWith('%}') ? [text.slice(2, -2).trim()] : []));

/** Names of the workflow variables an expression reads: neither `$states`, nor functions, nor what it binds itself. */
export function variablesRead(expression: string): string[] {
  const code = expression.replaceAll(/'[^']*'/g, "''");
  const bound = [...code.matchAll(/\$(\w+)\s*:=/g)].map((match) => match[1]);
  const names = [...code.matchAll(/\$(\w+)(?!\w)(?!\s*\()/g)].flatMap((match) => match[1] ?? []);
  return [...new Set(names.filter((name) => name !== 'states' && !bound.includes(name)))];
}

/** For each state the variables that are assigned on every path from the start to it. */
export function assignedOnEveryPath(definition: Definition): Map<string, Set<string>> {
  const ways = edges(definition);
  const every = new Set(ways.flatMap((way) => way.assigns));
  const assigned = new Map(
    Object.keys(definition.States).map((name) => [
      name,
      name === definition.StartAt ? new Set<string>() : new Set(every),
    ]),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const way of ways) {
      const after = new Set([...(assigned.get(way.from) ?? []), ...way.assigns]);
      const before = assigned.get(way.to) ?? new Set<string>();
      const both = new Set([...before].filter((name) => after.has(name)));
      if (both.size < before.size) {
        assigned.set(way.to, both);
        changed = true;
      }
    }
  }
  return assigned;
}
