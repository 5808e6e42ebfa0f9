import { adoptionOf, withForeign } from '../../rollout/listener/adoption.ts';
import type { Adopted, RolloutRecord } from '../../rollout/record/record.ts';
import { takeDrift, type Watch } from '../../rollout/rollback/watchdog.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { Ports } from '../ports/index.ts';
import { announce } from './announce.ts';
import { readProduction } from './lambda/production-alias.ts';

type TellPorts = Pick<Ports, 'announcer' | 'clock' | 'existing' | 'records' | 'service' | 'versions'>;
type Seen = Pick<Watch, 'live' | 'now' | 'record'>;

/**
 * Somebody wrote another default action into a listener that was adopted. Announced once, before it is noted in the
 * record, and failed for in every round, so that the watchdog's alarm rings until a person has decided.
 * @throws ContractError WeightsDrifted, always
 */
export async function tellOfForeignAction(ports: TellPorts, { now, record }: Seen, words: string): Promise<never> {
  const adopted = adoptedIn(ports, record);
  if (adopted !== undefined && adopted.foreignSince === undefined) {
    const version = (await readProduction(ports))?.version ?? 'unknown';
    await announce(ports, { kind: 'drift found', rollout: takeDrift(version, words, now), message: words });
    // Whoever has written the record since knows more; the next round notes it.
    await ports.records.compareAndSet(record.revision, withForeign(record, adopted, now.toISOString()));
  }
  throw new ContractError('WeightsDrifted', words);
}

/** It is over: whoever does it once more is told of once more. */
export async function noteOursAgain(ports: TellPorts, { live, record }: Seen): Promise<void> {
  const adopted = adoptedIn(ports, record);
  if (adopted?.foreignSince === undefined || live.foreign !== undefined) return;
  await ports.records.compareAndSet(record.revision, withForeign(record, adopted, undefined));
}

const adoptedIn = ({ existing }: Pick<Ports, 'existing'>, record: RolloutRecord): Adopted | undefined =>
  adoptionOf(record, existing?.listenerId ?? '');
