import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { OwnReach } from '../../statemachine/parts.ts';
import type { Lattice } from './lattice.ts';

/** What the machine reads and writes without a function: one service's record, and its listener. */
export const ownReach = (serviceName: string, table: Table, lattice: Lattice): OwnReach => ({
  table: { name: table.tableName, arn: table.tableArn },
  serviceName,
  listener: {
    arn: lattice.listenerArn,
    serviceId: lattice.serviceId,
    listenerId: lattice.listenerId,
    productionTargetGroupId: lattice.productionTargetGroup.attrId,
    canaryTargetGroupId: lattice.canaryTargetGroup.attrId,
  },
});
