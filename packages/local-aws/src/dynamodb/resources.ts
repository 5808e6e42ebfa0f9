import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { provider, type ResourceProvider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { Place } from '../core/types.ts';
import type { Database } from './database.ts';

const schema = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z
    .array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }))
    .min(1),
  KeySchema: z
    .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
    .min(1)
    .max(2),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  // Both change nothing that memory could show.
  PointInTimeRecoverySpecification: z
    .strictObject({ PointInTimeRecoveryEnabled: z.boolean(), RecoveryPeriodInDays: z.int().optional() })
    .optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
  Tags: tagsSchema,
});
type Properties = z.infer<typeof schema>;

/** AWS::DynamoDB::Table with a key and no indexes or streams. */
export function dynamodbResources(database: Database, place: Place, random: Random): ResourceProvider[] {
  const keys = new Map<string, string>();
  return [
    provider<Properties>({
      type: 'AWS::DynamoDB::Table',
      schema,
      async create(request) {
        const { AttributeDefinitions, KeySchema, BillingMode, TableName } = request.properties;
        const name = TableName ?? physicalName(request, random, 255);
        await database.createTable({ TableName: name, AttributeDefinitions, KeySchema, BillingMode });
        keys.set(name, JSON.stringify([KeySchema, AttributeDefinitions]));
        return { ref: name, attributes: { Arn: `arn:aws:dynamodb:${place.region}:${place.account}:table/${name}` } };
      },
      async update({ logicalId, properties }, before) {
        const { AttributeDefinitions, KeySchema, TableName = before.ref } = properties;
        if (TableName !== before.ref || keys.get(before.ref) !== JSON.stringify([KeySchema, AttributeDefinitions])) {
          throw new UnsupportedError(
            `${logicalId} (AWS::DynamoDB::Table)`,
            `another name or key would replace the table ${before.ref} and lose what is in it`,
          );
        }
        return before;
      },
      async remove({ ref }) {
        keys.delete(ref);
        await database.deleteTable(ref);
      },
    }),
  ];
}
