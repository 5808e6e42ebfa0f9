import { ContractError } from '../../statemachine/contract/errors.ts';
import { INPUTS, releaseInputSchema, revertInputSchema } from '../../statemachine/contract/inputs.ts';
import { goOnInputSchema, pauseInputSchema } from '../../statemachine/contract/steering.ts';
import { readInput } from './read-input.ts';

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
    const { revert } = readInput(
      revertInputSchema,
      input,
      '{"revert":true} or {"revert":{"to":"5"}}, and nothing else',
    );
    return { kind: 'revert', ...(revert !== true && { to: revert.to }) };
  }
  const { version, holdAt, onDeploy, after } = readInput(releaseInputSchema, input, `one of ${INPUTS.join(', ')}`);
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

/** What somebody says to a rollout that runs. */
export type Steering =
  | { readonly kind: 'pause' }
  | {
      readonly kind: 'go on';
      /** The weight that was seen, where it is named. */
      readonly at?: number;
      readonly promote: boolean;
      /** Who says so, and for what reason; their own words. */
      readonly by?: string;
      readonly reason?: string;
    };

/**
 * `{"goOn":true}`, `{"goOn":"promote"}` or an object that says more, and `{"pause":true}`.
 * @throws ContractError InvalidInput
 */
export function steeringInput(input: unknown): Steering {
  if (typeof input === 'object' && input !== null && 'pause' in input) {
    readInput(pauseInputSchema, input, '{"pause":true} and nothing else');
    return { kind: 'pause' };
  }
  const { goOn } = readInput(
    goOnInputSchema,
    input,
    '{"goOn":true} and nothing else, {"goOn":"promote"}, or {"goOn":{"at":30,"by":"...","reason":"..."}}',
  );
  if (typeof goOn !== 'object') return { kind: 'go on', promote: goOn === 'promote' };
  const { at, by, promote, reason } = goOn;
  return {
    kind: 'go on',
    promote: promote === true,
    ...(at !== undefined && { at }),
    ...(by !== undefined && { by }),
    ...(reason !== undefined && { reason }),
  };
}
