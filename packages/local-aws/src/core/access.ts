import type { Input, Place } from './types.ts';

/** What a request says of itself, by condition key in lower case. A key that is not there has no value. */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One thing that a caller must be allowed. */
export interface Access {
  /** Such as `lambda:InvokeFunction`. */
  readonly action: string;
  /** ARN of what it is done to, as AWS authorizes it; `*` where the action knows no resources. */
  readonly resource: string;
  /** Condition keys of the service's own, in lower case. */
  readonly context?: Context;
}

/**
 * What IAM is asked before an operation (Service Authorization Reference). It is asked before the input is checked:
 * whoever may not call learns nothing else, and any input may come.
 * @param asked.action the operation's own action, such as `lambda:GetAlias`
 */
export type Needs = (input: Input, asked: { readonly action: string; readonly place: Place }) => readonly Access[];

/**
 * For what other services do too, and for resources with policies of their own: the service itself asks, whoever calls.
 */
export const askedByTheService: Needs = () => [];

/** The operation's action on one resource. */
export function on(resource: (input: Input, place: Place) => string): Needs {
  return (input, { action, place }) => [{ action, resource: resource(input, place) }];
}

/** An action that knows no resources: only a policy for `*` allows it. */
export const onAll: Needs = (_input, { action }) => [{ action, resource: '*' }];

/**
 * A member of the input as text; '' when it is missing, which the operation itself complains about to those who may
 * call it.
 */
export function text(input: Input, member: string): string {
  const value = input[member];
  return typeof value === 'string' ? value : '';
}

/** A part of an input, to look into; a part of another shape has no members. */
export function members(part: unknown): Input {
  return typeof part === 'object' && part !== null ? (part as Input) : {};
}

/** `arn:aws:SERVICE:REGION:ACCOUNT:REST`; what is an ARN already stays as it is. */
export function arnOf({ region, account }: Place, service: string, rest: string, given = ''): string {
  return given.startsWith('arn:') ? given : `arn:aws:${service}:${region}:${account}:${rest}`;
}
