import type { Answered } from './asking.ts';
import type { Client, KeptConnection } from './ports.ts';
import { timelineOf, type Written } from './timeline.ts';

/** Beside twenty requests over new connections, so that never more than four are under way at once. */
const CONNECTIONS = 4;
const EACH = 2;

/** One answer, and when the connection that it came over was opened. */
export interface KeptAnswer extends Answered {
  readonly openedAt: number;
  /** Which of the four: a connection that ends has another in its place. */
  readonly place: number;
}

export interface KeptConnections {
  /** Two requests on each of four connections. */
  ask(path: string, at: number): Promise<readonly KeptAnswer[]>;
  close(): void;
}

/** Connections that are kept for as long as the other end keeps them. */
export function keepConnections(client: Client): KeptConnections {
  const kept = Array.from({ length: CONNECTIONS }, () => client.keep());
  const openedAt = new WeakMap<object, number>();
  const lane = async (one: KeptConnection, place: number, path: string, at: number) => {
    const answers: KeptAnswer[] = [];
    for (let i = 0; i < EACH; i++) {
      const { connection, release, status } = await one.get(path);
      const since = openedAt.get(connection) ?? at;
      openedAt.set(connection, since);
      answers.push({ at, status, release, openedAt: since, place });
    }
    return answers;
  };
  return {
    ask: async (path, at) => (await Promise.all(kept.map((one, place) => lane(one, place, path, at)))).flat(),
    close: () => kept.forEach((one) => one.close()),
  };
}

/** What a weight is followed by. `unknown`: too few requests on connections from before it to tell. */
export type FollowedBy = 'request' | 'connection' | 'unknown';

export interface Followed {
  readonly by: FollowedBy;
  /** On connections from before the weight, while the canary had it and new ones met it. */
  readonly requests: number;
  /** Of those, answered by the canary, or with the connection's end, which may be its answer. */
  readonly canary: number;
}

/** So many answers of the canary are expected before their absence says anything. */
const EXPECTED = 20;
/** Where a fifth as many came, weights are not followed by request: chance has that once in 50,000 times. */
const FEW = 1 / 5;

/** When the canary had weight, by the cloud's clock, and which. */
interface Weighted {
  readonly shifted: number;
  /** First answer of the canary on a new connection: the weight is followed by then. */
  readonly from: number;
  /** The listener was written again. */
  readonly to: number;
  readonly weight: number;
}

/**
 * Whether connections that were opened before the canary had weight meet it as often as its weight says. Parts of VPC
 * Lattice that follow minutes later than others look as connections that stay.
 */
export function followedBy(
  kept: readonly KeptAnswer[],
  { shifted, from, to, weight }: Weighted,
  production: string,
): Followed {
  // Answers are told to the second, writes to the millisecond.
  const [before, back] = [shifted, to].map((time) => Math.floor(time / 1000) * 1000) as [number, number];
  const during = kept.filter(({ at }) => at >= from && at < back);
  const old = during.filter(({ openedAt }) => openedAt < before);
  const ended = new Set(during.filter(({ openedAt }) => openedAt >= before).map(({ place }) => place));
  const canary = old.filter(({ release }) => release !== production).length + ended.size;
  const expected = (old.length * weight) / 100;
  const by = expected < EXPECTED ? 'unknown' : canary > expected * FEW ? 'request' : 'connection';
  return { by, requests: old.length, canary };
}

/** Nothing where no new connection met the canary: there is nothing to be like. */
export function keptLike(
  fresh: readonly Answered[],
  kept: readonly KeptAnswer[],
  { writes, weight, production }: { writes: readonly Written[]; weight: number; production: string },
): { readonly weightFollowedBy?: Followed } {
  const seen = { answers: fresh, writes, alarmAt: undefined, revokedAt: undefined };
  const { shifted, firstOfCanary: from, listenerWritten: to = Infinity } = timelineOf(seen, production);
  if (shifted === undefined || from === undefined) return {};
  return { weightFollowedBy: followedBy(kept, { shifted, from, to, weight }, production) };
}
