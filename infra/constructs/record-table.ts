import { type CfnResource, RemovalPolicy } from 'aws-cdk-lib/core';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { rendered } from './rendered.ts';

/**
 * The table of the rollout record: `service` and `item`, where the item `rollout` is the live record and
 * `history#<execution>` a closed rollout. Retained when the stack goes: it is the only account of what was released.
 */
export class RecordTable extends Construct {
  readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new dynamodb.Table(this, 'Table', {
      partitionKey: { name: 'service', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'item', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.node.addValidation({ validate: () => faultsOf(this.table) });
  }
}

/** What an aspect or an override did to the table that would lose the record. */
function faultsOf(table: dynamodb.Table): string[] {
  const { DeletionPolicy, UpdateReplacePolicy } = rendered(table.node.defaultChild as CfnResource);
  const lost = Object.entries({ DeletionPolicy, UpdateReplacePolicy }).filter(
    ([, policy]) => policy?.startsWith('Retain') !== true,
  );
  return lost.map(
    ([name, policy]) =>
      `record table: ${name}: got ${policy ?? 'none'}; expected Retain: it is the only account of what was released. ` +
      'Leave AWS::DynamoDB::Table out of removal policies for a whole app, or this construct',
  );
}
