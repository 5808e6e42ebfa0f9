import { GetAliasCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetListenerCommand,
  GetRuleCommand,
  GetTargetGroupCommand,
  paginateListRules,
  paginateListTargets,
  ResourceNotFoundException,
  type RuleSummary,
  type TargetSummary,
  type VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import type { Adoption } from '../index.ts';
import { type Address, groupsOf } from './lattice-existing.ts';

/**
 * What is looked at before a listener is adopted, or given back.
 *
 * Permissions: `vpc-lattice:GetListener` on the listener; `vpc-lattice:ListRules`, which knows no resource;
 * `vpc-lattice:GetRule` on the listener's rules; `vpc-lattice:GetTargetGroup` and `vpc-lattice:ListTargets` on target
 * groups, which nobody knows before; `lambda:GetAlias` on the function.
 */
export function latticeAdoption(
  clients: { readonly lattice: VPCLatticeClient; readonly lambda: LambdaClient },
  { listenerId, serviceId, ...own }: Address & Pick<Adoption, 'functionName' | 'previewGroup'>,
): Adoption {
  const { lambda, lattice } = clients;
  const address = { serviceIdentifier: serviceId, listenerIdentifier: listenerId };
  return {
    ...own,
    async protocol() {
      return (await lattice.send(new GetListenerCommand(address))).protocol ?? 'unknown';
    },
    async rules() {
      const listed: RuleSummary[] = [];
      for await (const { items = [] } of paginateListRules({ client: lattice }, address)) listed.push(...items);
      const found = [];
      for (const { id, isDefault } of listed) {
        if (isDefault === true || id === undefined) continue;
        const { action, name = id } = await lattice.send(new GetRuleCommand({ ...address, ruleIdentifier: id }));
        found.push({ id, name, groups: groupsOf(action) });
      }
      return found;
    },
    async target(group) {
      try {
        const { type = 'unknown' } = await lattice.send(new GetTargetGroupCommand({ targetGroupIdentifier: group }));
        const listed: TargetSummary[] = [];
        for await (const { items = [] } of paginateListTargets({ client: lattice }, { targetGroupIdentifier: group }))
          listed.push(...items);
        // One that is on its way out serves nobody soon. The others: health checks do not exist for functions.
        const targets = listed.flatMap(({ id, status }) => (id === undefined || status === 'DRAINING' ? [] : [id]));
        return { group, type, targets };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async versionOf(alias) {
      try {
        const { FunctionVersion, RoutingConfig } = await lambda.send(
          new GetAliasCommand({ FunctionName: own.functionName, Name: alias }),
        );
        const split = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0;
        return split ? undefined : FunctionVersion;
      } catch (error) {
        if ((error as Error).name === 'ResourceNotFoundException') return undefined;
        throw error;
      }
    },
  };
}
