import type { VirtualCloud } from 'local-aws';
import { wallClock } from 'local-aws/clock';
import type { Load } from '../../../local/traffic/load.ts';
import { httpSender } from '../../../local/traffic/sender.ts';
import { Tally } from '../../../local/traffic/tally.ts';

/** Users of the sample who come when they are told to, for a cloud whose time stands still while they are served. */
export interface Crowd extends Load {
  /** All ask once; resolves when each has an answer, or none. Nobody comes once it was stopped. */
  readonly come: () => Promise<void>;
}

/** @param together how many come at a time */
export function crowdOf({ traffic, clock }: VirtualCloud, together: number): Crowd {
  const sender = httpSender(`${traffic.url}/hello?name=Ada`);
  const tally = new Tally();
  let stopped = false;
  let underWay: Promise<unknown> = Promise.resolve();
  const ask = async () => {
    tally.sent++;
    const sentAt = wallClock.now();
    try {
      tally.answer(await sender.send(), wallClock.now() - sentAt, clock.now());
    } catch (error) {
      tally.noAnswer(error instanceof Error ? error.message : String(error));
    }
  };
  const come = async () => {
    if (stopped) return;
    underWay = Promise.all(Array.from({ length: together }, ask));
    await underWay;
  };
  return {
    come,
    report: () => tally.report(),
    async stop() {
      stopped = true;
      await underWay;
      sender.close();
    },
  };
}
