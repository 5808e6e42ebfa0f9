import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import type { Operations } from '../core/types.ts';
import type { EventBus } from './event-bus.ts';
import type { Rule } from './rule.ts';

const defaultBus = z.literal('default').optional();

const putSchema = z.strictObject({
  Entries: z
    .array(
      z.strictObject({
        Source: z.string().optional(),
        DetailType: z.string().optional(),
        Detail: z.string().optional(),
        Resources: z.array(z.string()).optional(),
        Time: z.date().optional(),
        EventBusName: defaultBus,
      }),
    )
    .min(1)
    .max(10),
});
type Entry = z.infer<typeof putSchema>['Entries'][number];

const listRulesSchema = z.strictObject({ NamePrefix: z.string().optional(), EventBusName: defaultBus });
const listTargetsSchema = z.strictObject({ Rule: z.string(), EventBusName: defaultBus });

/** The operations on the default bus. Lists are answered whole, without pages. */
export function busOperations(bus: Pick<EventBus, 'accept' | 'listRules'>): Operations {
  return {
    async PutEvents(input) {
      const { Entries } = parseInput(putSchema, input, 'ValidationException');
      const results = Entries.map((entry) => put(entry, bus));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },

    async ListRules(input) {
      const { NamePrefix = '' } = parseInput(listRulesSchema, input, 'ValidationException');
      return { Rules: bus.listRules().filter((rule) => rule.name.startsWith(NamePrefix)).map(describe) };
    },

    async ListTargetsByRule(input) {
      const { Rule: name } = parseInput(listTargetsSchema, input, 'ValidationException');
      const rule = bus.listRules().find((candidate) => candidate.name === name);
      if (rule === undefined) throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
      return { Targets: rule.config.targets };
    },
  };
}

/** An entry that is not taken fails alone; the others are taken. */
function put(entry: Entry, bus: Pick<EventBus, 'accept'>): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
  const { Source, DetailType, Detail, Resources = [], Time } = entry;
  if (!Source || !DetailType || Detail === undefined) return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are needed.' };
  if (Source.startsWith('aws.')) return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: `Not authorized for the source ${Source}.` };
  const detail = parseObject(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { EventId: bus.accept({ source: Source, 'detail-type': DetailType, resources: Resources, detail }, Time?.getTime()) };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function describe({ name, arn, config }: Rule): object {
  return {
    Name: name,
    Arn: arn,
    EventBusName: 'default',
    State: config.enabled ? 'ENABLED' : 'DISABLED',
    ...(config.description === undefined ? {} : { Description: config.description }),
    ...(config.pattern === undefined ? {} : { EventPattern: JSON.stringify(config.pattern) }),
    ...(config.scheduleExpression === undefined ? {} : { ScheduleExpression: config.scheduleExpression }),
  };
}
