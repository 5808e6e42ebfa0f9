import { AwsError } from '../core/aws-error.ts';
import { type Forwarding, requireGroupsOf } from './belonging.ts';
import type { Collection } from './collection.ts';
import type { Service, TargetGroup } from './model.ts';
import type { WeightedGroup } from './splitter.ts';

/** AWS's limits for one forward action. */
const MOST_GROUPS = 10;
const HIGHEST_WEIGHT = 999;

/**
 * Groups to forward to, by their ids.
 * @throws AwsError ValidationException, ResourceNotFoundException for a group that is not there, ConflictException for
 * one of another service
 */
export function checkedGroups(
  service: Service,
  groups: readonly WeightedGroup[],
  targetGroups: Collection<TargetGroup>,
  others: readonly Forwarding[],
): WeightedGroup[] {
  if (groups.length === 0 || groups.length > MOST_GROUPS)
    throw invalid(`a forward action has 1 to ${MOST_GROUPS} target groups, got ${groups.length}`);
  for (const { targetGroupId, weight } of groups) {
    if (!Number.isInteger(weight) || weight < 0 || weight > HIGHEST_WEIGHT) {
      throw invalid(`weight of ${targetGroupId}: expected a whole number from 0 to ${HIGHEST_WEIGHT}, got ${weight}`);
    }
  }
  // What AWS does then is not documented; nobody should find out here.
  if (groups.every(({ weight }) => weight === 0))
    throw invalid('every weight is 0: no target group would get a request');
  const known = groups.map(({ targetGroupId, weight }) => ({
    targetGroupId: targetGroups.get(targetGroupId).id,
    weight,
  }));
  if (new Set(known.map(({ targetGroupId }) => targetGroupId)).size < known.length)
    throw invalid('a target group is named twice');
  requireGroupsOf(service, known, others);
  return known;
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
