import {
  compileDefinition,
  type Definition,
  type Effects,
  evaluate,
  Scope,
  matches,
  type State,
  type TaskState,
  type Template,
} from 'local-aws/states';
import { seededRandom } from 'local-aws/clock';
import { expressions, reachable, stateOf, variablesRead, type Definition as Source } from '../asl-graph.ts';
import { entryNamed, type EntryName } from '../handlers.ts';
import { CAUSE, erasedError } from './erase.ts';
import { Interner, NotKnownYet } from './interner.ts';

/** Which execution this is, as the definition sees it. */
export interface Context {
  readonly id: string;
  readonly input: unknown;
  readonly startedAt: string;
  readonly redrives: number;
}

/** Where an execution stands: at a task, at a call of its own, in a wait, or at its end. */
export type Place =
  | {
      readonly at: 'task';
      readonly state: string;
      readonly context: Context;
      readonly input: unknown;
      readonly variables: Variables;
      readonly handler: EntryName;
      readonly args: unknown;
    }
  | {
      readonly at: 'call';
      readonly state: string;
      readonly context: Context;
      readonly input: unknown;
      readonly variables: Variables;
      /** What Step Functions calls by itself. */
      readonly resource: string;
      readonly args: unknown;
    }
  | {
      readonly at: 'wait';
      readonly state: string;
      readonly context: Context;
      readonly input: unknown;
      readonly variables: Variables;
      readonly seconds: number;
    }
  | {
      readonly at: 'end';
      readonly state: string;
      readonly id: string;
      readonly status: 'SUCCEEDED' | 'FAILED';
      readonly error: string;
    };

const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The synthesized definition, one task or wait at a time: its own conditions, arguments, assignments and catches,
 * compiled and evaluated as the interpreter of the local cloud does. Everything that needs no answer from outside is
 * gone through at once. Each answer is worked out once, then looked up.
 */
export class Machine {
  readonly places = new Interner<Place>();
  private readonly definition: Definition;
  private readonly known = new Map<string, number>();
  private readonly needs: ReadonlyMap<string, Needs>;

  /** @param definition Amazon States Language, JSON text */
  constructor(definition: string) {
    this.definition = compileDefinition(definition, {
      clock: { now: never, schedule: never, sleep: never },
      random: seededRandom(1),
    });
    const source = JSON.parse(definition) as Source;
    this.needs = new Map(Object.keys(source.States).map((name) => [name, needsOf(source, name)]));
  }

  /** @throws NotKnownYet */
  start(context: Context): number {
    return this.find(`start ${JSON.stringify(context)}`, async () =>
      this.enter(this.definition.startAt, context, context.input, {}),
    );
  }

  /** Begins the state anew in which the execution was, as a redrive does. @throws NotKnownYet */
  redriven(place: number): number {
    return this.find(`redriven ${place}`, async () => {
      const { state, context, input, variables } = this.open(place);
      return this.enter(state, { ...context, redrives: context.redrives + 1 }, input, variables);
    });
  }

  /** @throws NotKnownYet */
  waited(place: number): number {
    return this.find(`waited ${place}`, async () => {
      const { state, context, input, variables } = this.open(place);
      return this.leave(
        flowing(this.state(state)),
        { context, input, variables },
        {},
        input,
        nextOf(this.state(state)),
      );
    });
  }

  /** @param result what the handler, or AWS, answered @throws NotKnownYet */
  succeeded(place: number, result: unknown, key: number): number {
    return this.find(`succeeded ${place} ${key}`, async () => {
      const { at, state, context, input, variables } = this.open(place);
      const response = at === 'call' ? result : { ExecutedVersion: '$LATEST', StatusCode: 200, Payload: result };
      return this.leave(
        this.task(state),
        { context, input, variables },
        { result: response },
        response,
        nextOf(this.state(state)),
      );
    });
  }

  /** How the catches of a task's state take an error when it is not tried again. @throws NotKnownYet */
  failed(place: number, error: string): number {
    return this.find(`failed ${place} ${error}`, async () => {
      const { state, context, input, variables } = this.open(place);
      const catcher = this.task(state).catch.find(({ errorEquals }) => matches(errorEquals, error));
      if (!catcher) return { at: 'end', state, id: context.id, status: 'FAILED', error };
      const errorOutput = { Error: erasedError(error), Cause: CAUSE };
      return this.leave(catcher, { context, input, variables }, { errorOutput }, errorOutput, catcher.next);
    });
  }

  /** Whether the task's state may try again after this error. */
  retries(place: number, error: string): boolean {
    const { state } = this.open(place);
    return (this.task(state).retry.find(({ errorEquals }) => matches(errorEquals, error))?.maxAttempts ?? 0) > 0;
  }

  place(id: number): Place {
    return this.places.value(id);
  }

  private open(place: number): Exclude<Place, { at: 'end' }> {
    const found = this.place(place);
    if (found.at === 'end') throw new Error(`${found.id} has ended`);
    return found;
  }

  private find(key: string, work: () => Promise<Place>): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    throw new NotKnownYet(async () => {
      this.known.set(key, this.places.idOf(await work()));
    });
  }

  private state(name: string): State {
    const state = this.definition.states.get(name);
    if (!state) throw new Error(`there is no state ${name}`);
    return state;
  }

  private task(name: string): TaskState {
    const state = this.state(name);
    if (state.type !== 'Task') throw new Error(`${name} is no task`);
    return state;
  }

  private async enter(name: string, context: Context, input: unknown, variables: Variables): Promise<Place> {
    const state = this.state(name);
    const here = { context, input, variables };
    const scope = scopeOf(here);
    switch (state.type) {
      case 'Task': {
        const args = await valueOf(state.arguments, scope);
        if (state.resource !== LAMBDA_INVOKE)
          return { at: 'call', state: name, ...this.needed(name, here), resource: state.resource, args };
        const { FunctionName, Payload } = args as { FunctionName: string; Payload: unknown };
        return {
          at: 'task',
          state: name,
          ...this.needed(name, here),
          handler: entryNamed(FunctionName),
          args: Payload,
        };
      }
      case 'Wait':
        return {
          at: 'wait',
          state: name,
          ...this.needed(name, here),
          seconds: (await valueOf(state.seconds, scope)) as number,
        };
      case 'Choice': {
        for (const rule of state.choices)
          if ((await evaluate(rule.condition, scope)) === true) return this.leave(rule, here, {}, input, rule.next);
        return this.leave(state, here, {}, input, state.default);
      }
      case 'Pass':
        return this.leave(state, here, {}, input, state.next);
      case 'Succeed':
        return { at: 'end', state: name, id: context.id, status: 'SUCCEEDED', error: '' };
      case 'Fail':
        return {
          at: 'end',
          state: name,
          id: context.id,
          status: 'FAILED',
          error: String(await valueOf(state.error, scope)),
        };
    }
  }

  private needed(name: string, { context, input, variables }: Here): Here {
    const needs = this.needs.get(name);
    return {
      context,
      input: needs?.input === true ? input : {},
      variables: Object.fromEntries(Object.entries(variables).filter(([variable]) => needs?.variables.has(variable))),
    };
  }

  private async leave(
    effects: Effects,
    here: Here,
    more: object,
    otherwise: unknown,
    next: string | undefined,
  ): Promise<Place> {
    const scope = scopeOf(here, more);
    const assigned = effects.assign === undefined ? {} : ((await evaluate(effects.assign, scope)) as Variables);
    const output = effects.output === undefined ? otherwise : await evaluate(effects.output, scope);
    if (next === undefined) throw new Error(`no way out of where ${here.context.id} is`);
    return this.enter(next, here.context, output, { ...here.variables, ...assigned });
  }
}

function never(): never {
  throw new Error('the definition of a rollout asks for no time and no chance');
}

/** What the rest of an execution can still read when it is in a state. */
interface Needs {
  readonly input: boolean;
  readonly variables: ReadonlySet<string>;
}

function needsOf(source: Source, name: string): Needs {
  const later = [...reachable(source, name)].flatMap((state) => expressions(stateOf(source, state)));
  return { input: readsInput(source, name), variables: new Set(later.flatMap(variablesRead)) };
}

/** A wait hands its input on. */
function readsInput(source: Source, name: string): boolean {
  const state = stateOf(source, name);
  if (expressions(state).some((text) => text.includes('$states.input'))) return true;
  return state.Type === 'Wait' && state.Next !== undefined && readsInput(source, state.Next);
}

interface Here {
  readonly context: Context;
  readonly input: unknown;
  readonly variables: Variables;
}

function scopeOf({ context, input, variables }: Here, more: object = {}): Scope {
  const execution = {
    Id: context.id,
    Input: context.input,
    RedriveCount: context.redrives,
    StartTime: context.startedAt,
  };
  return new Scope(variables, { input, ...more }, () => ({ Execution: execution }));
}

const valueOf = async (template: Template | undefined, scope: Scope): Promise<unknown> =>
  template === undefined ? undefined : evaluate(template, scope);

const flowing = (state: State): Effects => ('output' in state || 'assign' in state ? state : {});

const nextOf = (state: State): string | undefined => ('next' in state ? state.next : undefined);

/** The execution that is at this place. */
export const idOf = (place: Place): string => (place.at === 'end' ? place.id : place.context.id);
