import { releaseEvent, type Announcement, type ReleaseEvent } from '../../rollout/release-event.ts';
import type { Ports } from '../ports/index.ts';
import type { Log } from '../ports/logger.ts';

type Telling = Pick<Ports, 'announcer' | 'clock' | 'service'>;
type News = Omit<Announcement, 'service' | 'time'>;

/**
 * Announces, and fails its caller when it cannot: whoever calls is retried, and receivers drop doubles by the event's
 * id.
 */
export async function announce(ports: Telling, news: News): Promise<void> {
  await ports.announcer.publish(eventOf(ports, news));
}

/** For a rollback, which must go on whether or not anybody can be told. */
export async function announceIfPossible(ports: Telling, log: Log, news: News): Promise<void> {
  try {
    await announce(ports, news);
  } catch (error) {
    log.error(`cannot announce "${news.kind}": ${news.message}`, { error });
  }
}

function eventOf({ clock, service }: Telling, news: News): ReleaseEvent {
  return releaseEvent({ ...news, service, time: clock.now() });
}
