import type { Input, Place } from '../core/types.ts';
import type { Access } from './access-control.ts';

/**
 * What IAM is asked before an operation, by the operation's name: the actions and resources that AWS authorizes it on
 * (Service Authorization Reference). An operation that is not here is refused to everybody but the operator.
 */
export type Actions = Readonly<Record<string, (input: Input, place: Place) => readonly Access[]>>;

/**
 * For what other services do too, and for resources with policies of their own: the service itself asks, whoever calls.
 */
export const ASKED_BY_THE_SERVICE = (): readonly Access[] => [];

/** One action on one resource. */
export function on(action: string, resource: (input: Input, place: Place) => string): Actions[string] {
  return (input, place) => [{ action, resource: resource(input, place) }];
}

/** An action that knows no resources: only a policy for `*` allows it. */
export function onAll(action: string): Actions[string] {
  return () => [{ action, resource: '*' }];
}

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
