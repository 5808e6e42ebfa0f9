import type { Exchange } from './open-loop.ts';

/** How the canary's answers ended after a write that took its weight away. Milliseconds. */
export interface Ending {
  /** From the write to the canary's last answer; 0 when it came before. */
  readonly lastAnswer: number;
  /** How long the slowest request took of those that were under way at the write; 0 when there was none. */
  readonly underWay: number;
  /** Requests sent after the write that the canary answered all the same. */
  readonly late: number;
}

/**
 * @param writtenAt when the canary lost its weight
 * @param nextAt when it got some again: what is under way then may have met either weight, and counts for neither
 */
export function endingOf(exchanges: readonly Exchange[], canary: string, writtenAt: number, nextAt = Infinity): Ending {
  const ended = exchanges.filter(({ answeredAt }) => answeredAt > writtenAt && answeredAt < nextAt);
  const underWay = ended.filter(({ sentAt }) => sentAt <= writtenAt);
  const after = ended.filter(({ sentAt }) => sentAt > writtenAt);
  const byCanary = ({ label }: Exchange) => label === canary;
  return {
    lastAnswer: Math.max(0, ...ended.filter(byCanary).map(({ answeredAt }) => answeredAt - writtenAt)),
    underWay: Math.max(0, ...underWay.map(({ sentAt, answeredAt }) => answeredAt - sentAt)),
    late: after.filter(byCanary).length,
  };
}
