import { z } from 'zod';
import { on, onAll, text } from '../../core/access.ts';
import { operation } from '../../core/service.ts';
import type { Lattice } from '../lattice.ts';
import type { TargetGroup } from '../model.ts';
import { itemsOf, latticeArn, paging } from './common.ts';

const targetGroup = { targetGroupIdentifier: z.string() };
const onTargetGroup = on((input, place) => latticeArn('targetgroup', text(input, 'targetGroupIdentifier'), place));

/** What there is to see of target groups. */
export function targetGroupOperations(lattice: Lattice) {
  return {
    GetTargetGroup: operation({
      route: { method: 'GET', path: '/targetgroups/{targetGroupIdentifier}' },
      needs: onTargetGroup,
      input: z.strictObject(targetGroup),
      run: ({ targetGroupIdentifier }) => describeTargetGroup(lattice, lattice.targetGroups.get(targetGroupIdentifier)),
    }),

    ListTargetGroups: operation({
      route: { method: 'GET', path: '/targetgroups' },
      needs: onAll,
      input: z.strictObject({
        ...paging,
        targetGroupType: z.enum(['IP', 'LAMBDA', 'INSTANCE', 'ALB']).default('LAMBDA'),
        vpcIdentifier: z.string().optional(),
      }),
      run({ targetGroupType, vpcIdentifier, ...paged }) {
        // All there are have functions behind them, and those are in no VPC.
        const groups = targetGroupType === 'LAMBDA' && vpcIdentifier === undefined ? lattice.targetGroups.all() : [];
        return itemsOf(groups, paged, (group) => listedTargetGroup(lattice, group));
      },
    }),

    ListTargets: operation({
      route: {
        method: 'POST',
        path: '/targetgroups/{targetGroupIdentifier}/listtargets',
        query: ['maxResults', 'nextToken'],
      },
      needs: onTargetGroup,
      input: z.strictObject({
        ...targetGroup,
        ...paging,
        targets: z
          .array(z.strictObject({ id: z.string(), port: z.int().optional() }))
          .max(20)
          .optional(),
      }),
      run({ targetGroupIdentifier, targets }) {
        const { functionArn } = lattice.targetGroups.get(targetGroupIdentifier);
        const asked =
          functionArn !== undefined && (targets === undefined || targets.some(({ id }) => id === functionArn));
        // Health checks do not exist for Lambda targets: never HEALTHY.
        return { items: asked ? [{ id: functionArn, status: 'UNAVAILABLE' }] : [] };
      },
    }),
  };
}

function targetGroupOf(lattice: Lattice, { id, arn, name, createdAt, lastUpdatedAt }: TargetGroup): object {
  const users = lattice.usersOf(id);
  return {
    id,
    arn,
    name,
    type: 'LAMBDA',
    status: 'ACTIVE',
    serviceArns: [...new Set(users.map((user) => user.service.arn))],
    createdAt,
    lastUpdatedAt,
  };
}

function describeTargetGroup(lattice: Lattice, group: TargetGroup): object {
  return { ...targetGroupOf(lattice, group), config: { lambdaEventStructureVersion: 'V2' } };
}

function listedTargetGroup(lattice: Lattice, group: TargetGroup): object {
  return { ...targetGroupOf(lattice, group), lambdaEventStructureVersion: 'V2' };
}
