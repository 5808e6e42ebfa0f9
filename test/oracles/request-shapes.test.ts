import { UpdateItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { UpdateListenerCommand } from '@aws-sdk/client-vpc-lattice';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { definitionOf } from '../../verify/definition.ts';
import { shapeFaults } from 'local-aws/testing';
import { METHOD_NAMES, portCalls, type MadeCall } from './port-actions.ts';

let calls: readonly MadeCall[];
beforeAll(async () => {
  calls = await portCalls();
});

describe("the requests of the ports have the shape of the SDK's own models", () => {
  it.each(METHOD_NAMES)('%s', (name) => {
    const its = calls.filter(({ method }) => method === name);
    expect(its.length).toBeGreaterThan(0);
    expect(its.flatMap(({ operation, input, schema }) => shapeFaults(input, schema[4], operation))).toEqual([]);
  });
});

/** What the machine calls by itself; its arguments are written by hand, in names that nothing else checks. */
const OWN_CALLS: Readonly<Record<string, new (input: never) => object>> = {
  'aws-sdk:dynamodb:getItem': GetItemCommand,
  'aws-sdk:dynamodb:updateItem': UpdateItemCommand,
  'aws-sdk:vpclattice:updateListener': UpdateListenerCommand,
};

interface Task {
  readonly name: string;
  readonly resource: string;
  readonly args: unknown;
}

/** Every task of a definition, also inside of others. */
function tasksIn(part: unknown, name = ''): Task[] {
  if (typeof part !== 'object' || part === null) return [];
  const { Resource, Arguments } = part as { readonly Resource?: unknown; readonly Arguments?: unknown };
  const own =
    typeof Resource === 'string'
      ? [{ name, resource: Resource.replace('arn:aws:states:::', ''), args: Arguments }]
      : [];
  return [...own, ...Object.entries(part).flatMap(([key, each]) => tasksIn(each, key))];
}

/** Step Functions writes every member in PascalCase, and evaluates what stands in `{% %}`. */
const IN_A_DEFINITION = {
  nameOf: (member: string) => member.charAt(0).toUpperCase() + member.slice(1),
  anything: (value: unknown) => typeof value === 'string' && value.startsWith('{%'),
};

const schemaOf = (resource: string): readonly unknown[] => {
  const Command = OWN_CALLS[resource];
  if (Command === undefined) throw new Error(`${resource} is a call that the oracle does not know`);
  return (new Command({} as never) as MadeCall).schema;
};
const taskFaults = ({ name, resource, args }: Task) => shapeFaults(args, schemaOf(resource)[4], name, IN_A_DEFINITION);

describe("the machine's own requests", () => {
  const tasks = tasksIn(definitionOf({ ...DEFAULT_PLAN, brokenProductionHoldSeconds: 600 })).filter(({ resource }) =>
    resource.startsWith('aws-sdk:'),
  );

  it("have the shape of the SDK's own models", () => {
    expect(new Set(tasks.map(({ resource }) => resource))).toEqual(new Set(Object.keys(OWN_CALLS)));
    expect(tasks.flatMap(taskFaults)).toEqual([]);
  });

  it.each<[what: string, resource: string, args: object, fault: string]>([
    [
      'a member in the spelling of the API',
      'aws-sdk:vpclattice:updateListener',
      { ServiceIdentifier: 's', ListenerIdentifier: 'l', defaultAction: {} },
      'Task.defaultAction is no member of UpdateListenerRequest',
    ],
    [
      'a weight as text',
      'aws-sdk:vpclattice:updateListener',
      {
        ServiceIdentifier: 's',
        ListenerIdentifier: 'l',
        DefaultAction: { Forward: { TargetGroups: [{ TargetGroupIdentifier: 't', Weight: '100' }] } },
      },
      'Task.DefaultAction.Forward.TargetGroups[0].Weight is "100", not a number',
    ],
    ['a required member that is missing', 'aws-sdk:dynamodb:getItem', { TableName: 't' }, 'Task.Key is missing'],
  ])('are found wrong with %s', (_what, resource, args, fault) => {
    expect(taskFaults({ name: 'Task', resource, args })).toContain(fault);
  });

  it('are found where the oracle does not know them', () => {
    expect(() => taskFaults({ name: 'Task', resource: 'aws-sdk:sqs:sendMessage', args: {} })).toThrow(
      'aws-sdk:sqs:sendMessage is a call that the oracle does not know',
    );
  });
});
