import type * as z from 'zod';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { goOnInputSchema, releaseInputSchema, revertInputSchema } from '../../statemachine/contract/payloads.ts';
import { describeIssues } from '../issues.ts';

/** What an execution's input asks the claim for. */
export type Wanted =
  | {
      readonly kind: 'release';
      readonly version: string;
      /** Whether the input names it; otherwise it is the newest. */
      readonly named: boolean;
      /** Only if no execution has ever claimed for it. */
      readonly untriedOnly: boolean;
      /** Only while this rollout is the last that was closed: it was deployed while that one ran. */
      readonly after?: string;
      readonly holdAt?: number;
    }
  | {
      readonly kind: 'revert';
      /** What production is to run; what `previous` keeps unless told. */
      readonly to?: string;
    };

/**
 * `{}` is the newest version, `{"version":"7"}` that one, `{"onDeploy":true}` the newest if it was never tried,
 * `{"revert":true}` the version before, `{"revert":{"to":"5"}}` any that was promoted.
 * @param weights where a rollout may hold; undefined when the machine cannot hold
 * @throws ContractError InvalidInput
 */
export function claimInput(input: unknown, newestVersion: string, weights: readonly number[] = []): Wanted {
  if (typeof input === 'object' && input !== null && 'revert' in input) {
    const { revert } = read(revertInputSchema, input, '{"revert":true} or {"revert":{"to":"5"}}, and nothing else');
    return { kind: 'revert', ...(revert !== true && { to: revert.to }) };
  }
  const { version, holdAt, onDeploy, after } = read(
    releaseInputSchema,
    input,
    '{}, {"version":"7"}, {"version":"7","holdAt":30} or {"onDeploy":true}',
  );
  if (holdAt !== undefined && !weights.includes(holdAt)) {
    const expected =
      weights.length === 0 ? 'this machine cannot hold' : `expected a weight of the plan: ${weights.join(', ')}`;
    throw new ContractError('InvalidInput', `execution input: holdAt: ${expected}, got ${holdAt}`);
  }
  return {
    kind: 'release',
    version: version ?? newestVersion,
    named: version !== undefined,
    untriedOnly: onDeploy === true,
    ...(after !== undefined && { after }),
    ...(holdAt !== undefined && { holdAt }),
  };
}

/** @throws ContractError InvalidInput */
export function requireGoOn(input: unknown): void {
  read(goOnInputSchema, input, '{"goOn":true} and nothing else');
}

function read<T>(schema: z.ZodType<T>, input: unknown, expected: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ContractError(
    'InvalidInput',
    `execution input must be ${expected}: ${describeIssues(parsed.error, input)}`,
  );
}
