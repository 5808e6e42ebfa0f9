import { type Clock, wallClock } from 'local-aws/clock';
import type { Sender } from './sender.ts';
import { Tally, type TrafficReport } from './tally.ts';

export interface LoadOptions {
  readonly sender: Sender;
  /** Requests in a second of the wall clock, whatever the answers take: an open loop. */
  readonly rps: number;
  /** Simulated milliseconds, for the times in the report. */
  readonly simulatedNow: () => number;
  /** What the pace goes by; the wall's clock unless told. */
  readonly clock?: Pick<Clock, 'now' | 'schedule'>;
}

export interface Load {
  report(): TrafficReport;
  /** Sends no more, waits for what is under way. */
  stop(): Promise<void>;
}

/** Between two looks at how many requests are due. */
const TICK_MS = 5;
/** More requests under way than this, and new ones are skipped: the machine is not keeping up. */
const MOST_UNDER_WAY = 4_000;
/**
 * After a standstill at most this much is caught up, whether the laptop slept or is too busy. Requests in a burst would
 * only queue, in the process that also has to answer the API: a machine that does not keep up should be asked for less.
 */
const MOST_CATCH_UP_MS = 100;

/** Steady load. What is due follows from the time that has passed, so late timers do not slow it down. */
export function startLoad({ sender, rps, simulatedNow, clock = wallClock }: LoadOptions): Load {
  const tally = new Tally();
  const startedAt = clock.now();
  const underWay = new Set<Promise<void>>();
  const most = Math.max(1, Math.ceil((rps * MOST_CATCH_UP_MS) / 1000));

  const send = async () => {
    tally.sent++;
    const sentAt = clock.now();
    try {
      const answer = await sender.send();
      tally.answer(answer, clock.now() - sentAt, simulatedNow());
    } catch (error) {
      tally.noAnswer(error instanceof Error ? error.message : String(error));
    }
  };

  const sendDue = () => {
    const due = Math.floor(((clock.now() - startedAt) * rps) / 1000) - tally.sent - tally.skipped;
    const now = Math.min(due, most, MOST_UNDER_WAY - underWay.size);
    for (let i = 0; i < now; i++) {
      const request = send().finally(() => underWay.delete(request));
      underWay.add(request);
    }
    tally.skipped += Math.max(0, due - Math.max(0, now));
    cancel = clock.schedule(TICK_MS, sendDue);
  };
  let cancel = clock.schedule(0, sendDue);

  return {
    report: () => tally.report(),
    async stop() {
      cancel();
      await Promise.all(underWay);
      sender.close();
    },
  };
}
