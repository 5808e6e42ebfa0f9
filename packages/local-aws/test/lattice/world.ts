export { FUNCTION_ARN, latticeWorld as service, PLACE } from '../../src/testing/lattice.ts';

export function forward(...weights: readonly [targetGroupIdentifier: string, weight: number][]) {
  return {
    forward: { targetGroups: weights.map(([targetGroupIdentifier, weight]) => ({ targetGroupIdentifier, weight })) },
  };
}
