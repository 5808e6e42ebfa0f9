import { LatencyHistogram } from './latency.ts';

/** One answer, as the client saw it. */
export interface Answer {
  readonly status: number;
  /** The version that ran, from `x-local-executed-version`; '' when the answer does not say. */
  readonly version: string;
  /** The release it calls itself, from `x-release`; '' when the function did not get to say it. */
  readonly release: string;
}

/** What one version answered. Times are simulated milliseconds. */
export interface VersionTally {
  readonly version: string;
  readonly release: string;
  readonly requests: number;
  /** Answers with status 500 and above. */
  readonly failures: number;
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly firstFailureAt: number | undefined;
}

export interface TrafficReport {
  readonly sent: number;
  readonly answered: number;
  /** Connections that broke or timed out: nobody answered. */
  readonly unanswered: number;
  /** What the first of them broke with. */
  readonly firstBreak: string | undefined;
  /** Requests that were due and not sent, because too many were under way or the process had stood still. */
  readonly skipped: number;
  /** By version, in the order in which they first answered. */
  readonly versions: readonly VersionTally[];
}

type Counting = { -readonly [K in keyof Omit<VersionTally, 'p50' | 'p99'>]: VersionTally[K] } & {
  readonly latency: LatencyHistogram;
};

/** Counts answers per version, in memory that does not grow with their number. */
export class Tally {
  sent = 0;
  skipped = 0;
  private unanswered = 0;
  private firstBreak: string | undefined;
  private answered = 0;
  private readonly versions = new Map<string, Counting>();

  /** @param at simulated time of the answer */
  answer({ status, version, release }: Answer, latencyMs: number, at: number): void {
    this.answered++;
    const counting = this.versions.get(version) ?? this.begin(version, at);
    counting.requests++;
    counting.lastAt = at;
    if (release !== '') counting.release = release;
    counting.latency.add(latencyMs);
    if (status < 500) return;
    counting.failures++;
    counting.firstFailureAt ??= at;
  }

  noAnswer(why: string): void {
    this.unanswered++;
    this.firstBreak ??= why;
  }

  report(): TrafficReport {
    const versions = [...this.versions.values()].map(({ latency, ...counted }) => ({
      ...counted,
      p50: latency.quantile(0.5),
      p99: latency.quantile(0.99),
    }));
    return {
      sent: this.sent,
      answered: this.answered,
      unanswered: this.unanswered,
      firstBreak: this.firstBreak,
      skipped: this.skipped,
      versions,
    };
  }

  private begin(version: string, at: number): Counting {
    const counting: Counting = {
      version,
      release: '',
      requests: 0,
      failures: 0,
      firstAt: at,
      lastAt: at,
      firstFailureAt: undefined,
      latency: new LatencyHistogram(),
    };
    this.versions.set(version, counting);
    return counting;
  }
}
