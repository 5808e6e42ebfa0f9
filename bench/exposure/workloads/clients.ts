import type { Chance } from '../chance.ts';
import type { MinuteOf } from '../minutes.ts';
import { plainLoad, USUAL_TIMES, workload, type Load, type Workload } from './workload.ts';

/** A client that meets a failed answer asks again on its connection, and meets the same, so many times in all. */
export function retries(attempts: number): Workload {
  return workload(`retries, ${attempts} in a row`, 'disturbed', { attempts });
}

interface Client {
  /** Of all traffic. */
  readonly share: number;
  /** Share of its answers that fails whatever the version. */
  readonly errors: number;
  side: 'canary' | 'production';
}

/** A connection lasts ten minutes on average, and a new one goes where the weights send it. */
const NEW_CONNECTION = 0.1;

/**
 * The rest of the traffic is split request by request. Given who is on which side, the sums are Poisson and binomial
 * again.
 */
function mixed(all: readonly Client[], rate: number, own: number, at: MinuteOf): Load {
  // Before the world began nobody was on the canary.
  const clients = at.index < 0 ? all.map((client) => ({ ...client, side: 'production' })) : all;
  const load = plainLoad(rate, own, at);
  const rest = Math.max(0, 1 - clients.reduce((sum, { share }) => sum + share, 0));
  const of = (side: Client['side']) => {
    const free = rest * (side === 'canary' ? at.share : 1 - at.share);
    const held = clients.filter((client) => client.side === side);
    const share = held.reduce((sum, client) => sum + client.share, free);
    const failed = held.reduce((sum, client) => sum + client.share * client.errors, free * own);
    return { share, errors: share === 0 ? 0 : failed / share };
  };
  const [canary, production] = [of('canary'), of('production')];
  return {
    ...load,
    share: canary.share,
    canary: { errors: canary.errors, slowness: 1 },
    production: { errors: production.errors, slowness: 1 },
  };
}

/** Without weight nobody stays on the canary; with all of it nobody beside it. */
function reconnect(chance: Chance, client: Client, share: number): void {
  const nowhere = share === 0 || share === 1;
  if (nowhere || chance.uniform() < NEW_CONNECTION) client.side = chance.uniform() < share ? 'canary' : 'production';
}

/** One client with so much of the traffic, and errors of its own, on one connection. */
export function heavyClient(share: number, errors: number): Workload {
  return {
    name: `one client of ${100 * share} % with ${100 * errors} % errors`,
    group: 'clients',
    begin(chance, { rate, own }) {
      const client: Client = { share, errors: own + errors, side: 'production' };
      return {
        times: USUAL_TIMES,
        minute(at) {
          if (at.index >= 0) reconnect(chance, client, at.share);
          return mixed([client], rate, own, at);
        },
      };
    },
  };
}

/** All traffic is of so many clients, each with its own share of errors, and each sticks to its side. */
export function stickyClients(count: number): Workload {
  return {
    name: `${count} sticky clients`,
    group: 'clients',
    begin(chance, { rate, own }) {
      const clients = Array.from({ length: count }, (): Client => ({
        share: 1 / count,
        errors: Math.min(1, own * 10 ** (2 * chance.uniform() - 1)),
        side: 'production',
      }));
      return {
        times: USUAL_TIMES,
        minute(at) {
          if (at.index >= 0) for (const client of clients) reconnect(chance, client, at.share);
          return mixed(clients, rate, own, at);
        },
      };
    },
  };
}
