import type { Load } from '../traffic/load.ts';
import { wallClock } from 'local-aws/clock';

/** A function may take minutes; whoever ends the program waits two seconds at most, for this and all else. */
const ANSWERS_MS = 500;

/** Sends no more, and waits only a moment for what is under way: the rest fails when the cloud is closed. */
export async function stopSoon(load: Pick<Load, 'stop'>): Promise<void> {
  const enough = new AbortController();
  const moment = wallClock.sleep(ANSWERS_MS, enough.signal).catch(() => undefined);
  await Promise.race([load.stop(), moment]);
  enough.abort();
}
