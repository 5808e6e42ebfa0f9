import { Names, Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { z } from 'zod';
import { faultLines, optionsShape, requireConsistent } from './options.ts';
import type { LatticeCanaryProps } from './lattice-canary-props.ts';

/** Alarm names hold 255 characters, of which side and kind take the rest. */
export const LONGEST_NAME = 128;

const schema = z
  .object({
    ...optionsShape,
    serviceName: z
      .string()
      .refine(
        (name) => !Token.isUnresolved(name),
        'expected a literal, because alarm names and the key of the record are made of it',
      )
      .regex(
        new RegExp(String.raw`^[\w.-]{1,${LONGEST_NAME}}$`),
        `expected 1 to ${LONGEST_NAME} letters, digits, ".", "_" and "-"`,
      ),
    smokeTestPath: z
      .string()
      .regex(/^\/\S*$/, 'expected a path that begins with "/"')
      .default('/'),
  })
  .superRefine(requireConsistent);
/** The options of `LatticeCanary` that are plain values, complete with defaults. */
export type CanaryOptions = z.infer<typeof schema>;

/**
 * @throws Error naming each option, the value found there and the rule it breaks
 */
export function readOptions(canary: Construct, props: LatticeCanaryProps): CanaryOptions {
  const given = { ...props, ...withArns(props), serviceName: props.serviceName ?? defaultServiceName(canary) };
  const parsed = schema.safeParse(said(given), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Error(
    `LatticeCanary ${canary.node.path} cannot be made with these options:\n${faultLines('props', parsed.error.issues)}`,
  );
}

/** What is `undefined` was not said, as TypeScript has it. Objects with a class of their own are constructs. */
function said(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(said);
  if (typeof given !== 'object' || given === null || Object.getPrototypeOf(given) !== Object.prototype) return given;
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]: [string, unknown]) =>
      value === undefined ? [] : [[name, said(value)]],
    ),
  );
}

/** Hooks by their ARNs, also those that are given by construct. */
function withArns({ plan }: LatticeCanaryProps) {
  if (plan?.hooks === undefined) return {};
  const hooks = plan.hooks.map((hook) => ({
    ...hook,
    fn: typeof hook.fn === 'string' ? hook.fn : hook.fn.functionArn,
  }));
  return { plan: { ...plan, hooks } };
}

/**
 * `Shop.Orders` for the construct `Orders` of the stack `Shop`. A stack's name is unique in account and Region and has
 * no dot, so no other path gives the same. Where the path does not make a plain name, CDK makes one with a hash of it.
 */
function defaultServiceName(canary: Construct): string {
  const stack = Stack.of(canary);
  const ids = canary.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const name = [stack.stackName, ...ids].join('.');
  if (name.length <= LONGEST_NAME && [stack.stackName, ...ids].every((part) => /^[\w-]+$/.test(part))) return name;
  return Names.uniqueResourceName(canary, { maxLength: LONGEST_NAME, separator: '-', allowedSpecialCharacters: '-' });
}

/**
 * Account and Region as far as they are known, and the stage, as one app may describe several accounts without naming
 * them.
 */
const place = (construct: Construct) => `${Stage.of(construct)?.node.path ?? ''} ${Stack.of(construct).environment}`;

/**
 * Two services of one name would share alarms and the rollout record.
 *
 * @throws Error naming both constructs
 */
export function requireUnique(
  canary: Construct,
  name: string,
  others: readonly { readonly construct: Construct; readonly serviceName: string }[],
): void {
  const twin = others.find(
    ({ construct, serviceName }) => construct !== canary && serviceName === name && place(construct) === place(canary),
  );
  if (twin !== undefined) {
    throw new Error(
      `LatticeCanary ${canary.node.path}: serviceName: got "${name}", which ${twin.construct.node.path} has ` +
        'already; expected one that is unique in account and Region',
    );
  }
}
