import type { Ports } from '../../handlers/ports/index.ts';
import type { CloudEvent } from 'local-aws';
import { reachable, type Definition } from '../asl-graph.ts';
import { ENTRIES, type EntryName, type FunctionEntries } from '../handlers.ts';

/** Something that one search or the other runs in place of what is deployed. */
export interface Plant {
  /** In place of the real ones of these names. */
  readonly functions?: Partial<FunctionEntries>;
  /** Amazon States Language, JSON text. */
  readonly definition?: (text: string) => string;
  /** False: it never comes. @default true */
  readonly watchdog?: boolean;
  /** What the rules of the template let through besides; of the search of each place. */
  readonly alsoAsks?: (event: CloudEvent) => boolean;
}

/** Ports as a function gets them that leaves a rule out; `args` is what it is invoked with. */
export type ChangePorts = (ports: Ports, args: never) => Ports;

/** The real functions of these names, over other ports. */
export function over(names: readonly EntryName[], change: ChangePorts): Partial<FunctionEntries> {
  return Object.fromEntries(
    names.map((name): [EntryName, FunctionEntries[EntryName]] => [
      name,
      (ports, log) => (args) => ENTRIES[name](change(ports, args as never), log)(args),
    ]),
  );
}

/** The real functions of these names, told something else. */
export function told(names: readonly EntryName[], change: (args: never) => unknown): Partial<FunctionEntries> {
  return Object.fromEntries(
    names.map((name): [EntryName, FunctionEntries[EntryName]] => [
      name,
      (ports, log) => (args) => ENTRIES[name](ports, log)(change(args as never)),
    ]),
  );
}

/** Every way into the state leads past it. */
export const without =
  (state: string, to: string) =>
  (definition: string): string => {
    const { States } = JSON.parse(definition) as Definition;
    if (States[state] === undefined || States[to] === undefined)
      throw new Error(`the definition has no ${state} or no ${to}`);
    const past = JSON.parse(
      definition.replaceAll(`"Next":${JSON.stringify(state)}`, `"Next":${JSON.stringify(to)}`),
    ) as Definition;
    const left = reachable(past, past.StartAt);
    return JSON.stringify({
      ...past,
      States: Object.fromEntries(Object.entries(past.States).filter(([name]) => left.has(name))),
    });
  };

/** Every rule of the Choice has this condition. */
export const deciding =
  (state: string, condition: string) =>
  (definition: string): string => {
    const parsed = JSON.parse(definition) as Definition;
    const choice = parsed.States[state];
    if (choice?.Choices === undefined) throw new Error(`the definition has no Choice ${state}`);
    const Choices = choice.Choices.map((rule) => ({ ...rule, Condition: condition }));
    return JSON.stringify({ ...parsed, States: { ...parsed.States, [state]: { ...choice, Choices } } });
  };

/** A copy of a state stands between a Choice's first rule and what that leads to. */
export const between =
  (choice: string, copied: string) =>
  (definition: string): string => {
    const parsed = JSON.parse(definition) as Definition;
    const [{ Choices: [rule, ...others] = [] } = {}, copy] = [parsed.States[choice], parsed.States[copied]];
    if (rule === undefined || copy === undefined) throw new Error(`the definition has no ${choice} or no ${copied}`);
    const added = `${copied}, once more`;
    const States = {
      ...parsed.States,
      [added]: { ...copy, Next: rule.Next },
      [choice]: { ...parsed.States[choice], Choices: [{ ...rule, Next: added }, ...others] },
    };
    return JSON.stringify({ ...parsed, States });
  };
