import type { z } from 'zod';
import type { Needs } from './access.ts';
import type { AwsError } from './aws-error.ts';
import { parseInput } from './operation-input.ts';
import type { Caller, Operation } from './types.ts';

/** Where a REST service has an operation, from its public service model. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `{Name}` is a member of the input; `{Name+}` takes the rest of the path, with its slashes. */
  readonly path: string;
  /** A name in the query string that tells the operation from others at the same place, such as `location`. */
  readonly subresource?: string;
  /** Members in the query string. Unless told, GET and DELETE have all there that are not in the path, others none. */
  readonly query?: readonly string[];
  /** Members in headers, by lower-case header name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member that is the whole body, as text, both ways; where the service takes files, a file on its way in. */
  readonly payload?: string;
  /** Of an answer in XML: the element around it. Without one it has no body. */
  readonly root?: string;
  /** Status of a good answer, 200 unless told; or the member of the answer that holds it. */
  readonly status?: number | { readonly member: string };
  /** Members of the answer in headers, by member. */
  readonly resultHeaders?: Readonly<Record<string, string>>;
}

/** One operation: all that anybody has to know of it. Make it with {@link operation}, which types the input. */
export interface OperationRow<I = unknown> {
  readonly needs: Needs;
  /**
   * What it takes. The schema is strict at every level: what it does not name is refused rather than ignored. The
   * codecs read in it what is a number, a truth value or a time.
   */
  readonly input: z.ZodType<I>;
  /** Of REST services, which find it there. */
  readonly route?: Route;
  /** What a bad input is called here, where the operation differs from its service. */
  readonly invalid?: string;
  /** Members of the answer that are maps rather than structures; Query writes them differently. */
  readonly maps?: readonly string[];
  /** The quota of an account in a Region, where it is not the service's; Infinity for none that one could meet. */
  readonly callsPerSecond?: number;
  /** @param input checked */
  run(input: I, caller: Caller): object | Promise<object>;
}

/** Types a row's `run` by its `input`, while the rows of a service are of one type. */
export function operation<I>(row: OperationRow<I>): OperationRow {
  return row;
}

/** How a protocol writes times: seconds since the epoch with fractions, or ISO 8601 text. */
export type TimeForm = 'epoch seconds' | 'iso';

/** A service as its folder describes it: how it speaks, from its public service model, and what it does. */
export interface ServiceDefinition<Name extends string = string, Operations extends string = string> {
  /** By which signatures call it. */
  readonly name: Name;
  /** As people know it, for messages. */
  readonly title: string;
  /** Prefix of its IAM actions; its name unless told. */
  readonly actionPrefix?: string;
  /** AWS JSON: prefix of X-Amz-Target, and the version in the content type. */
  readonly json?: { readonly prefix: string; readonly version: '1.0' | '1.1' };
  /** Smithy's RPC v2 over CBOR too, under the same prefix. */
  readonly cbor?: true;
  /** AWS Query: XML namespace of the answers. */
  readonly query?: { readonly namespace: string };
  /** REST with JSON bodies: every operation has a route. */
  readonly rest?: { readonly times: TimeForm };
  /** REST with XML bodies, as S3 alone has it: every operation has a route, and what is put comes as a file. */
  readonly restXml?: { readonly namespace: string };
  /** Where Query calls an error otherwise than JSON does (CloudWatch and SQS tell their JSON clients both). */
  readonly queryCodes?: Readonly<Record<string, string>>;
  /** What a bad input is called, such as `ValidationError`. */
  readonly invalid: string;
  /** Whose quotas a release can meet: the service's refusal, and what operations without a quota of their own share. */
  readonly throttling?: { readonly refusal: () => AwsError; readonly sharedPerSecond?: number };
  /** By AWS's names. */
  readonly operations: Readonly<Record<Operations, OperationRow>>;
}

/** What IAM has to know of an operation. */
export interface Guarded {
  /** Such as `lambda:GetAlias`. */
  readonly action: string;
  readonly needs: Needs;
}

export interface ServedOperation extends Omit<OperationRow, 'run'>, Guarded {
  /** Checks an input, and runs; rejects with AwsError. Nobody is asked whether the caller may. */
  readonly call: Operation;
}

export interface Service<Name extends string = string, Operations extends string = string> extends Omit<
  ServiceDefinition<Name>,
  'operations'
> {
  readonly operations: Readonly<Record<Operations, ServedOperation>>;
}

/** A service that another program answers: here it is only known what IAM is asked before a request is passed on. */
export interface ProxiedService extends Pick<Required<ServiceDefinition>, 'name' | 'title' | 'json'> {
  readonly operations: Readonly<Record<string, Guarded>>;
}

/** Puts the rows of a service together. */
export function serviceOf<Name extends string, Operations extends string>(
  definition: ServiceDefinition<Name, Operations>,
): Service<Name, Operations> {
  const { actionPrefix = definition.name, invalid } = definition;
  const serve = (row: OperationRow): Omit<ServedOperation, 'action'> => ({
    ...row,
    call: async (input, caller) => row.run(parseInput(row.input, input, row.invalid ?? invalid), caller),
  });
  return { ...definition, operations: named(actionPrefix, mapValues(definition.operations, serve)) };
}

/** Gives operations the names of their IAM actions. */
export function named<Name extends string, T extends object>(
  prefix: string,
  operations: Readonly<Record<Name, T>>,
): Record<Name, T & Pick<Guarded, 'action'>> {
  return mapValues(operations, (row, name) => ({ ...row, action: `${prefix}:${name}` }));
}

/** An operation by a name that anybody may have made up. */
export function operationAt<T>(operations: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}

/** What a service can be called for without a transport, by AWS's names. */
export function callsOf<Name extends string>({ operations }: Service<string, Name>): Readonly<Record<Name, Operation>> {
  return mapValues(operations, ({ call }) => call);
}

function mapValues<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  map: (value: From, key: Name) => To,
): Record<Name, To> {
  const mapped = Object.entries<From>(record).map(([key, value]) => [key, map(value, key as Name)] as const);
  return Object.fromEntries(mapped) as Record<Name, To>;
}
