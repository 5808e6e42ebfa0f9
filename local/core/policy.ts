import { z } from 'zod';
import type { Caller } from './types.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]);

/** The condition operators that are evaluated; a policy with another one is refused when it is deployed. */
const Operator = {
  StringEquals: (actual: string, wanted: string) => actual === wanted,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: (actual: string, wanted: string) => actual.toLowerCase() === wanted.toLowerCase(),
} as const;

const conditionSchema = z.partialRecord(
  z.enum(Object.keys(Operator) as [keyof typeof Operator]),
  z.record(z.string(), z.union([oneOrMore, z.boolean().transform(String)])),
);

/** A resource policy: Allow and Deny statements with principals, actions, resources and conditions. */
export const policyDocumentSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny']),
      Principal: z.union([z.literal('*'), z.partialRecord(z.enum(['AWS', 'Service']), oneOrMore)]),
      Action: oneOrMore,
      Resource: oneOrMore,
      Condition: conditionSchema.optional(),
    }),
  ),
});

export type PolicyDocument = z.infer<typeof policyDocumentSchema>;
type Statement = PolicyDocument['Statement'][number];

export interface Access {
  readonly caller: Caller;
  /** Such as `sns:Publish`. */
  readonly action: string;
  readonly resource: string;
}

/**
 * Whether a resource policy lets a caller in. A service principal needs an Allow; a person or a role of the account is
 * let in by its own policies and only kept out by a Deny. Calls inside the local cloud count as made over TLS.
 */
export function allows(policy: PolicyDocument, access: Access): boolean {
  const applying = policy.Statement.filter((statement) => applies(statement, access));
  if (applying.some((statement) => statement.Effect === 'Deny')) return false;
  return applying.some((statement) => statement.Effect === 'Allow') || !isService(access.caller);
}

function applies(statement: Statement, { caller, action, resource }: Access): boolean {
  return (
    namesPrincipal(statement, caller) &&
    list(statement.Action).some((pattern) => like(action.toLowerCase(), pattern.toLowerCase())) &&
    list(statement.Resource).some((pattern) => like(resource, pattern)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) => holds(Operator[operator as keyof typeof Operator], keys, caller))
  );
}

function namesPrincipal({ Principal }: Statement, caller: Caller): boolean {
  if (Principal === '*') return true;
  const { AWS = [], Service = [] } = Principal;
  if (isService(caller)) return list(Service).includes(caller.principal) || list(AWS).includes('*');
  return list(AWS).some((principal) => principal === '*' || principal === caller.principal || principal.endsWith(':root'));
}

function holds(test: (actual: string, wanted: string) => boolean, keys: Record<string, string | string[]>, caller: Caller): boolean {
  return Object.entries(keys).every(([key, wanted]) => {
    const actual = contextValue(key, caller);
    return actual !== undefined && list(wanted).some((value) => test(actual, value));
  });
}

function contextValue(key: string, caller: Caller): string | undefined {
  switch (key.toLowerCase()) {
    case 'aws:securetransport':
      return 'true';
    case 'aws:sourcearn':
      return caller.sourceArn;
    case 'aws:sourceaccount':
      return caller.sourceArn?.split(':')[4];
    default:
      return undefined;
  }
}

function isService(caller: Caller): boolean {
  return caller.principal.endsWith('.amazonaws.com');
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** `*` stands for any characters, `?` for one. */
function like(actual: string, pattern: string): boolean {
  const expression = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(actual);
}
