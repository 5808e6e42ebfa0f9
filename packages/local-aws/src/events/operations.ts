import { z } from 'zod';
import { AwsError } from '../core/aws-error.ts';
import { parseInput } from '../core/operation-input.ts';
import { page } from '../core/paging.ts';
import type { Operations } from '../core/types.ts';
import type { EventBus } from './event-bus.ts';
import type { Rule } from './rule.ts';

const INVALID = 'ValidationException';
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

const paging = { Limit: z.int().min(1).max(100).optional(), NextToken: z.string().min(1).optional() };
const listRulesSchema = z.strictObject({ NamePrefix: z.string().optional(), EventBusName: defaultBus, ...paging });
const listTargetsSchema = z.strictObject({ Rule: z.string(), EventBusName: defaultBus, ...paging });
const describeSchema = z.strictObject({ Name: z.string(), EventBusName: defaultBus });

/**
 * Of one request: what PutEvents takes in all ("Calculating PutEvents event entry size" in the EventBridge user guide).
 */
const MOST_BYTES = 262_144;

/** The operations on the default bus. */
export function busOperations(bus: Pick<EventBus, 'accept' | 'listRules'>): Operations {
  return {
    async PutEvents(input) {
      const { Entries } = parseInput(putSchema, input, INVALID);
      const bytes = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (bytes > MOST_BYTES)
        throw new AwsError(
          INVALID,
          `Total size of the entries in the request is over the limit: ${bytes} bytes, at most ${MOST_BYTES}.`,
        );
      const results = Entries.map((entry) => put(entry, bus));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },

    async DescribeRule(input) {
      return describe(ruleOf(parseInput(describeSchema, input, INVALID).Name, bus));
    },

    async ListRules(input) {
      const { NamePrefix = '', ...paged } = parseInput(listRulesSchema, input, INVALID);
      return listed(
        'Rules',
        bus.listRules().filter((rule) => rule.name.startsWith(NamePrefix)),
        paged,
        { id: ({ name }) => name, show: describe },
      );
    },

    async ListTargetsByRule(input) {
      const { Rule: name, ...paged } = parseInput(listTargetsSchema, input, INVALID);
      return listed('Targets', ruleOf(name, bus).config.targets, paged, {
        id: ({ Id }) => Id,
        show: (target) => target,
      });
    },
  };
}

function ruleOf(name: string, bus: Pick<EventBus, 'listRules'>): Rule {
  const rule = bus.listRules().find((candidate) => candidate.name === name);
  if (rule === undefined)
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  return rule;
}

function listed<T>(
  member: string,
  items: readonly T[],
  { Limit, NextToken }: { Limit?: number | undefined; NextToken?: string | undefined },
  { id, show }: { id: (item: T) => string; show: (item: T) => object },
): object {
  const { page: taken, nextToken } = page(items, { maxResults: Limit, nextToken: NextToken }, { id, invalid: INVALID });
  return { [member]: taken.map(show), ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}

/** As AWS counts it: 14 bytes for a time, and what the other members hold. */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number {
  return [Source, DetailType, Detail, ...Resources].reduce(
    (sum, part) => sum + Buffer.byteLength(part),
    Time === undefined ? 0 : 14,
  );
}

/** An entry that is not taken fails alone; the others are taken. */
function put(
  entry: Entry,
  bus: Pick<EventBus, 'accept'>,
): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
  const { Source, DetailType, Detail, Resources = [], Time } = entry;
  if (!Source || !DetailType || Detail === undefined)
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source, DetailType and Detail are needed.' };
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: `Not authorized for the source ${Source}.` };
  const detail = parseObject(Detail);
  if (detail === undefined) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return {
    EventId: bus.accept({ source: Source, 'detail-type': DetailType, resources: Resources, detail }, Time?.getTime()),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
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
