import type { ReleaseEvent } from '../ports/index.ts';

export interface Announcement {
  readonly kind: ReleaseEvent['kind'];
  readonly service: string;
  readonly rollout: { readonly id: string; readonly version: string; readonly previousVersion: string };
  readonly time: Date;
  readonly message: string;
  readonly weight?: number;
  /** Tells apart what one rollout may announce twice under the same kind. */
  readonly about?: string;
}

/** A rollout announces each kind once, or once for each thing it is `about`; a retry repeats the same id. */
export function releaseEvent({ kind, service, rollout, time, message, weight, about }: Announcement): ReleaseEvent {
  return {
    eventId: [rollout.id, kind, ...(about === undefined ? [] : [about])].join(':').replaceAll(' ', '-'),
    kind,
    service,
    rollout: rollout.id,
    version: rollout.version,
    previousVersion: rollout.previousVersion,
    ...(weight !== undefined && { weight }),
    time: time.toISOString(),
    message,
  };
}
