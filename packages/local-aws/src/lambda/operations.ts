import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import type { Caller, Input, Operations } from '../core/types.ts';
import { parseAddress } from './address.ts';
import { describeAlias, describeSnapshot } from './describe.ts';
import type { Functions } from './functions.ts';
import { policyOf } from './access.ts';

const INVALID = 'InvalidParameterValueException';
const qualified = z.strictObject({ FunctionName: z.string(), Qualifier: z.string().optional() });
const page = { Marker: z.string().optional(), MaxItems: z.int().min(1).max(10_000).default(50) };
const invokeSchema = qualified.extend({
  InvocationType: z.enum(['RequestResponse', 'Event', 'DryRun']).default('RequestResponse'),
  LogType: z.literal('None').optional(),
  Payload: z.string().default(''),
});
const updateAliasSchema = z.strictObject({
  FunctionName: z.string(),
  Name: z.string(),
  FunctionVersion: z.string().optional(),
  Description: z.string().optional(),
  RevisionId: z.string().optional(),
});

function read(input: Input): z.infer<typeof qualified> {
  return parseInput(qualified, input, INVALID);
}

/** Lambda's API over the functions of the local cloud. */
export function lambdaOperations(functions: Functions): Operations {
  const { registry } = functions;
  return {
    Invoke: (input, caller) => invoke(functions, input, caller),

    async GetFunctionConfiguration(input) {
      const { FunctionName, Qualifier } = read(input);
      const { record, snapshot, qualifier } = registry.target(parseAddress(FunctionName, Qualifier));
      return describeSnapshot(record, snapshot, qualifier);
    },

    async GetFunction(input) {
      const { FunctionName, Qualifier } = read(input);
      const { record, snapshot, qualifier } = registry.target(parseAddress(FunctionName, Qualifier));
      return {
        Configuration: describeSnapshot(record, snapshot, qualifier),
        Code: { RepositoryType: 'S3', Location: `file://${snapshot.code.folder}` },
      };
    },

    /** @throws AwsError ResourceNotFoundException when nobody was let in through that very qualifier */
    async GetPolicy(input) {
      const { FunctionName, Qualifier } = read(input);
      const { record, snapshot, qualifier } = registry.target(parseAddress(FunctionName, Qualifier));
      const policy = policyOf(record, qualifier);
      if (policy.Statement.length === 0)
        throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
      return { Policy: JSON.stringify(policy), RevisionId: snapshot.revisionId };
    },

    /** No function has concurrency reserved: the template's property for it is refused. */
    async GetFunctionConcurrency(input) {
      registry.get(
        parseAddress(parseInput(z.strictObject({ FunctionName: z.string() }), input, INVALID).FunctionName).name,
      );
      return {};
    },

    async ListFunctions(input) {
      const asked = parseInput(z.strictObject(page), input, INVALID);
      const all = registry.all().map((record) => describeSnapshot(record, record.latest));
      return pageOf('Functions', all, asked);
    },

    async ListVersionsByFunction(input) {
      const asked = parseInput(z.strictObject({ FunctionName: z.string(), ...page }), input, INVALID);
      const record = registry.get(parseAddress(asked.FunctionName).name);
      const all = [record.latest, ...record.versions.values()].map((snapshot) =>
        describeSnapshot(record, snapshot, snapshot.version),
      );
      return pageOf('Versions', all, asked);
    },

    async PublishVersion(input) {
      const asked = parseInput(
        z.strictObject({ FunctionName: z.string(), Description: z.string().optional() }),
        input,
        INVALID,
      );
      const { name } = parseAddress(asked.FunctionName);
      const { snapshot } = registry.publish(name, asked.Description);
      return describeSnapshot(registry.get(name), snapshot, snapshot.version);
    },

    async DeleteFunction(input) {
      const { FunctionName, Qualifier } = read(input);
      const { name, qualifier } = parseAddress(FunctionName, Qualifier);
      if (qualifier === undefined) functions.remove(name);
      else functions.retire(registry.removeVersion(name, qualifier));
      return {};
    },

    async GetAlias(input) {
      const asked = parseInput(z.strictObject({ FunctionName: z.string(), Name: z.string() }), input, INVALID);
      const { name } = parseAddress(asked.FunctionName);
      return describeAlias(registry.get(name), registry.alias(name, asked.Name));
    },

    async ListAliases(input) {
      const asked = parseInput(
        z.strictObject({ FunctionName: z.string(), FunctionVersion: z.string().optional(), ...page }),
        input,
        INVALID,
      );
      const record = registry.get(parseAddress(asked.FunctionName).name);
      const all = [...record.aliases.values()].filter(
        (alias) => asked.FunctionVersion === undefined || alias.version === asked.FunctionVersion,
      );
      return pageOf(
        'Aliases',
        all.map((alias) => describeAlias(record, alias)),
        asked,
      );
    },

    async UpdateAlias(input) {
      const asked = parseInput(updateAliasSchema, input, INVALID);
      const { name } = parseAddress(asked.FunctionName);
      const change = { version: asked.FunctionVersion, description: asked.Description, revisionId: asked.RevisionId };
      return describeAlias(registry.get(name), registry.updateAlias(name, asked.Name, change));
    },
  };
}

async function invoke(functions: Functions, input: Input, caller: Caller): Promise<object> {
  const { FunctionName, Qualifier, InvocationType, Payload } = parseInput(invokeSchema, input, INVALID);
  const { name, qualifier } = parseAddress(FunctionName, Qualifier);
  const functionArn = qualifier === undefined ? name : `${name}:${qualifier}`;
  // A call without a body is an empty event.
  const payload = Payload === '' ? '{}' : Payload;
  if (!isJson(payload)) throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json');
  const invocation = { functionArn, payload, caller };
  if (InvocationType === 'DryRun') {
    functions.admit(invocation);
    return { StatusCode: 204, Payload: '' };
  }
  if (InvocationType === 'Event') {
    await functions.invokeAsync(invocation);
    return { StatusCode: 202, Payload: '' };
  }
  const result = await functions.invoke(invocation);
  return {
    StatusCode: 200,
    ExecutedVersion: result.executedVersion,
    Payload: result.payload,
    ...(result.functionError !== undefined && { FunctionError: result.functionError }),
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** One page; the marker is the position of the next. */
function pageOf(
  member: string,
  all: readonly object[],
  { Marker = '0', MaxItems }: { Marker?: string | undefined; MaxItems: number },
): object {
  const from = Number(Marker);
  const next = from + MaxItems;
  return { [member]: all.slice(from, next), ...(next < all.length && { NextMarker: String(next) }) };
}
