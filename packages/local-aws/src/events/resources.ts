import { z } from 'zod';
import { UnsupportedError } from '../core/aws-error.ts';
import { physicalName } from '../core/physical-name.ts';
import type { Random } from '../core/random.ts';
import { type Deployed, type ResourceProvider, type ResourceRequest, provider } from '../core/resource.ts';
import { tagsSchema } from '../core/template-schemas.ts';
import type { EventBus } from './event-bus.ts';

const targetSchema = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() })
    .optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
});

const ruleSchema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.literal('default').optional(),
  /** Any JSON: the compiler of patterns says what is wrong with it. */
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Targets: z.array(targetSchema).max(5).optional(),
  Tags: tagsSchema,
});
type RuleProperties = z.infer<typeof ruleSchema>;

/** CloudFormation resources of EventBridge: rules on the default bus. Ref is the name, GetAtt has Arn. */
export function eventsResources(bus: EventBus, random: Random): ResourceProvider[] {
  const put = (name: string, { logicalId, properties }: ResourceRequest<RuleProperties>): Deployed => {
    const { Description, EventPattern, ScheduleExpression, State, Targets = [] } = properties;
    try {
      const rule = bus.putRule({
        name,
        ...(Description === undefined ? {} : { description: Description }),
        ...(EventPattern === undefined ? {} : { pattern: EventPattern }),
        ...(ScheduleExpression === undefined ? {} : { scheduleExpression: ScheduleExpression }),
        enabled: State !== 'DISABLED',
        targets: Targets,
      });
      return { ref: rule.name, attributes: { Arn: rule.arn } };
    } catch (error) {
      throw new UnsupportedError(
        `${logicalId} (AWS::Events::Rule)`,
        error instanceof Error ? error.message : String(error),
      );
    }
  };
  return [
    provider<RuleProperties>({
      type: 'AWS::Events::Rule',
      schema: ruleSchema,
      async create(request) {
        return put(request.properties.Name ?? physicalName(request, random, 64), request);
      },
      async update(request, { ref }) {
        return put(request.properties.Name ?? ref, request);
      },
      async remove({ ref }) {
        bus.removeRule(ref);
      },
    }),
  ];
}
