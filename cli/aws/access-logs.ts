import { paginateListAccessLogSubscriptions, type VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import type { AccessLogs } from '../ports.ts';

/** Permission: `vpc-lattice:ListAccessLogSubscriptions` on `*` (the action knows no resources). */
export function vpcLatticeAccessLogs(client: VPCLatticeClient, resourceIdentifier: string): AccessLogs {
  return {
    async destinations() {
      const arns: string[] = [];
      for await (const { items = [] } of paginateListAccessLogSubscriptions({ client }, { resourceIdentifier }))
        arns.push(...items.flatMap(({ destinationArn }) => (destinationArn === undefined ? [] : [destinationArn])));
      return arns;
    },
  };
}
