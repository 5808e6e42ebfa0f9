import type { VirtualCloud } from 'local-aws';

/** Users come so often. */
const EVERY_SECONDS = 10;
/** Many times what a release takes. */
const LONGEST_MS = 12 * 3_600_000;

/**
 * Lets time pass, with users coming all the while, until it is so; half a day at most.
 * @param so asked before users come
 * @param already asked before each moment at which anything is due, and time stands still at the first that it is so.
 * Never unless told: it has to be quick
 */
export async function passUntil(
  cloud: VirtualCloud,
  usersCome: () => Promise<void>,
  so: () => boolean | Promise<boolean>,
  already: () => boolean = () => false,
): Promise<void> {
  const latest = cloud.clock.now() + LONGEST_MS;
  while (!(await so())) {
    if (cloud.clock.now() > latest) throw new Error('nothing came of it in half a day');
    await usersCome();
    const next = cloud.clock.now() + EVERY_SECONDS * 1000;
    // Something is due then, at which it ends.
    const cancel = cloud.clock.schedule(EVERY_SECONDS * 1000, () => undefined);
    await cloud.advanceUntil(() => already() || cloud.clock.now() >= next);
    cancel();
  }
}
