import { askOften, type Answered } from './asking.ts';
import { reportedBy, type ReportedBy } from './groups.ts';
import { allThere, latenessOf, type Lateness, type Poll, resolutionOf } from './lateness.ts';
import type { CertifyPorts, Client } from './ports.ts';
import { GREETING } from './sample.ts';
import type { Statistic } from './statistics.ts';

const MINUTE_MS = 60_000;
/** CloudWatch is asked so often: a statistic costs 0.01 USD per 1,000 askings. */
const POLL_MS = 5_000;
/** After a minute is all there it is looked at for so long, for changes. */
const CHANGES_MS = 120_000;
/** What has not come by then is missing. */
const PATIENCE_MS = 600_000;

export interface MeasureOptions {
  readonly ports: Pick<CertifyPorts, 'groupsListed' | 'read'>;
  readonly client: Client;
  readonly statistics: readonly Statistic[];
  readonly groupId: string;
  /** Whole minutes in which requests go out. */
  readonly minutes: number;
  /** The cloud's clock, asked for: nobody hears it between two calls. */
  readonly now: () => Promise<number>;
  /** Waits until the next look; rejects when somebody interrupts. */
  readonly pause: () => Promise<void>;
}

export interface Measurement {
  readonly answers: readonly Answered[];
  readonly metrics: readonly Lateness[];
  readonly reportedBy: ReportedBy;
  readonly listed: readonly string[];
  readonly resolutionSeconds: number;
}

/**
 * Sends requests for some minutes, and asks CloudWatch for them until everything is there and has stopped changing, or
 * ten minutes are over.
 */
export async function measure(options: MeasureOptions): Promise<Measurement> {
  const { ports, client, statistics, groupId, now, pause } = options;
  const began = await now();
  const first = (Math.floor(began / MINUTE_MS) + 1) * MINUTE_MS;
  const minutes = Array.from({ length: options.minutes }, (_, i) => first + i * MINUTE_MS);
  const end = first + options.minutes * MINUTE_MS;
  const answers: Answered[] = [];
  const polls: Poll[] = [];
  for (;;) {
    const at = await now();
    if (at - (polls.at(-1)?.at ?? -Infinity) >= POLL_MS) polls.push(await poll(ports, statistics, first, at));
    if (at < end) answers.push(...(await askOften(client, GREETING, at)));
    else if (at >= end + PATIENCE_MS || isOver(statistics, polls, minutes, end)) break;
    await pause();
  }
  const listed = await ports.groupsListed();
  const last = polls.at(-1)?.series ?? new Map();
  return {
    answers,
    listed,
    metrics: latenessOf(statistics, polls, minutes),
    reportedBy: reportedBy(last, listed, groupId),
    resolutionSeconds: resolutionOf(polls),
  };
}

async function poll(
  ports: Pick<CertifyPorts, 'read'>,
  statistics: readonly Statistic[],
  from: number,
  at: number,
): Promise<Poll> {
  // One minute before, so that a question of nothing but the future is never asked.
  const series = await ports.read(statistics, new Date(from - MINUTE_MS), new Date(Math.max(from, at) + MINUTE_MS));
  return { at, series };
}

/** What never comes keeps nobody waiting for longer than what is there takes to stop changing. */
function isOver(statistics: readonly Statistic[], polls: readonly Poll[], minutes: readonly number[], end: number) {
  const last = polls.at(-1);
  return last !== undefined && last.at >= end + CHANGES_MS && allThere(statistics, last.series, minutes);
}
