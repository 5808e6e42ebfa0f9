import { resolved, type Resource, type Resources } from '../permissions/resolved.ts';
import { longestName } from './names.ts';

export interface MeasuredTemplate {
  readonly Description?: string;
  readonly Resources: Resources;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** How much of something there is, by what has it. */
export type Measured = readonly (readonly [what: string, amount: number])[];

export type Properties = Readonly<Record<string, unknown>>;

export const KB = 1024;
export const bytes = (value: unknown): number =>
  Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
/** IAM counts no white space. */
export const characters = (value: unknown): number => JSON.stringify(value).replaceAll(/\s/g, '').length;
export const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);
export const listed = (value: unknown): readonly Properties[] => (Array.isArray(value) ? (value as Properties[]) : []);
export const statements = (policy: unknown): readonly Properties[] =>
  listed((policy as { readonly Statement?: unknown } | undefined)?.Statement);

/** A measure of every resource of some types, its references resolved to the longest names that there can be. */
export const each =
  (types: readonly string[], amount: (properties: Properties) => number) =>
  ({ Resources }: MeasuredTemplate): Measured =>
    ofTypes(Resources, types).map(([id, resource]) => [id, amount(properties(resource, Resources))]);

const ofTypes = (resources: Resources, types: readonly string[]): (readonly [string, Resource])[] =>
  Object.entries(resources).filter(([, { Type }]) => types.includes(Type));
const properties = ({ Properties = {} }: Resource, resources: Resources): Properties =>
  resolved(Properties, resources, longestName) as Properties;

/** Sums up by what several resources belong to. */
export const summed =
  (type: string, owner: (properties: Properties) => string, amount: (properties: Properties) => number) =>
  ({ Resources }: MeasuredTemplate): Measured => {
    const sums = new Map<string, number>();
    for (const [, resource] of ofTypes(Resources, [type])) {
      const its = properties(resource, Resources);
      sums.set(owner(its), (sums.get(owner(its)) ?? 0) + amount(its));
    }
    return [...sums];
  };

export const statesIn = (definition: unknown): string[] => {
  if (typeof definition !== 'object' || definition === null) return [];
  const { States = {} } = definition as { readonly States?: object };
  return [...Object.keys(States), ...Object.values(definition).flatMap(statesIn)];
};
/** How many statements have a sid that one before them has. */
export const doubled = (policy: unknown): number => {
  const sids = statements(policy).flatMap(({ Sid }) => (typeof Sid === 'string' ? [Sid] : []));
  return sids.length - new Set(sids).size;
};

/** What Lambda writes around a permission: version, effect, the names of what stands in it. */
export const STATEMENT_BYTES = 200;
export const functionOf = (name: unknown): string => String(name).split(':').slice(0, 7).join(':');

export function longestInput(targets: unknown): number {
  const inputs = listed(targets).map(({ Input, InputTransformer }) =>
    Math.max(lengthOf(Input), lengthOf((InputTransformer as Properties | undefined)?.['InputTemplate'])),
  );
  return Math.max(0, ...inputs);
}
