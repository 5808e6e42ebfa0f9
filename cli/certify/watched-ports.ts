import type { ServicePorts } from '../ports.ts';
import type { CertifyPorts } from './ports.ts';
import type { Written } from './timeline.ts';

type Watched = Pick<ServicePorts, 'machine' | 'records' | 'listener' | 'alarms' | 'traffic'>;

/** What is read of a release, and what it tells beside. */
export interface Observed {
  readonly ports: Watched;
  /** Every write of the listener that was seen, in order. */
  readonly writes: readonly Written[];
  /** When the claim was seen to be revoked; its rescuer's own word where there is one. */
  revokedAt(): number | undefined;
}

/** The ports of a service, for `follow`: what each look brings is kept. */
export function observed(
  ports: Watched,
  certifier: Pick<CertifyPorts, 'listener'>,
  execution: string,
  now: () => number,
): Observed {
  const writes: Written[] = [];
  let revokedAt: number | undefined;
  return {
    writes,
    revokedAt: () => revokedAt,
    ports: {
      ...ports,
      records: {
        ...ports.records,
        async read() {
          const record = await ports.records.read();
          const { rollout } = record;
          if (rollout?.id === execution && rollout.phase === 'rolling back')
            revokedAt ??= rollout.rescuerSeenAt === undefined ? now() : Date.parse(rollout.rescuerSeenAt);
          return record;
        },
      },
      listener: {
        async read() {
          const weights = await ports.listener.read();
          if (weights.canary !== (writes.at(-1)?.canary ?? 0)) {
            const { writtenAt } = await certifier.listener();
            writes.push({ at: writtenAt?.getTime() ?? now(), canary: weights.canary });
          }
          return weights;
        },
      },
    },
  };
}
