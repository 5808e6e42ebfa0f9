import { z } from 'zod';
import { type Access, arnOf, members, type Needs, text } from '../../core/access.ts';
import { AwsError } from '../../core/aws-error.ts';
import { operation } from '../../core/service.ts';
import type { EventBus } from '../event-bus.ts';
import { defaultBus, INVALID } from './common.ts';

const entrySchema = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  Time: z.date().optional(),
  EventBusName: defaultBus,
});
type Entry = z.infer<typeof entrySchema>;

/**
 * Of one request: what PutEvents takes in all ("Calculating PutEvents event entry size" in the EventBridge user guide).
 */
const MOST_BYTES = 262_144;

/** Each entry is authorized on its bus, with the source that it claims to have. */
const onEachBus: Needs = ({ Entries: entries }, { action, place }) =>
  (Array.isArray(entries) ? entries.map(members) : [{}]).map((entry): Access => {
    const bus = text(entry, 'EventBusName') || 'default';
    return {
      action,
      resource: arnOf(place, 'events', `event-bus/${bus}`, bus),
      context: { 'events:source': text(entry, 'Source') },
    };
  });

export function putEvents(bus: EventBus) {
  return operation({
    needs: onEachBus,
    input: z.strictObject({ Entries: z.array(entrySchema).min(1).max(10) }),
    run({ Entries }) {
      const bytes = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (bytes > MOST_BYTES)
        throw new AwsError(
          INVALID,
          `Total size of the entries in the request is over the limit: ${bytes} bytes, at most ${MOST_BYTES}.`,
        );
      const results = Entries.map((entry) => put(entry, bus));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  });
}

/** As AWS counts it: 14 bytes for a time, and what the other members hold. */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number {
  return [Source, DetailType, Detail, ...Resources].reduce(
    (sum, part) => sum + Buffer.byteLength(part),
    Time === undefined ? 0 : 14,
  );
}

/** An entry that is not taken fails alone; the others are taken. */
function put(entry: Entry, bus: EventBus): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
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
