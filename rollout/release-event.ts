import * as z from 'zod';

/**
 * What rollouts announce, to the release-events topic and to EventBridge. An interface to others: fields are added,
 * none is changed or taken away. docs/release-event.schema.json is made from it.
 */
export const releaseEventSchema = z.object({
  eventId: z.string().min(1).describe('Stable per rollout, kind and step: an event that comes twice has the same one'),
  kind: z.enum([
    'started',
    'shifted',
    'held',
    'promoted',
    'reverted',
    'rolled back',
    'rollback failed',
    'drift found',
    'adopted',
    'given back',
  ]),
  service: z.string().min(1).describe('Key of the rollout record; the end of every alarm name'),
  rollout: z
    .string()
    .min(1)
    .describe('ARN of the execution; watchdog:<time> where the watchdog found weights that no rollout explains'),
  version: z.string().describe('The version that is released'),
  previousVersion: z.string().describe('The version that production ran before'),
  weight: z
    .exactOptional(z.int().min(1).max(100))
    .describe("With shifted: the canary's percentage of requests from now on"),
  name: z
    .exactOptional(z.string().min(1))
    .describe('With held: what it waits for, such as "hook failed"; with rolled back: the name in RUNBOOK.md'),
  time: z.iso.datetime(),
  message: z.string().min(1).describe('A sentence for people'),
});
export type ReleaseEvent = Readonly<z.infer<typeof releaseEventSchema>>;

export interface Announcement {
  readonly kind: ReleaseEvent['kind'];
  readonly service: string;
  readonly rollout: { readonly id: string; readonly version: string; readonly previousVersion: string };
  readonly time: Date;
  readonly message: string;
  readonly weight?: number;
  readonly name?: string;
  /** Tells apart what one rollout may announce twice under the same kind; the end of the event's id. */
  readonly occasion?: string;
}

/** A rollout announces each kind once, or once for each `occasion`; a retry repeats the same id. */
export function releaseEvent(news: Announcement): ReleaseEvent {
  const { kind, service, rollout, time, message, weight, name, occasion } = news;
  return {
    eventId: [rollout.id, kind, ...(occasion === undefined ? [] : [occasion])].join(':').replaceAll(' ', '-'),
    kind,
    service,
    rollout: rollout.id,
    version: rollout.version,
    previousVersion: rollout.previousVersion,
    ...(weight !== undefined && { weight }),
    ...(name !== undefined && { name }),
    time: time.toISOString(),
    message,
  };
}
