import { requireClaim } from '../rollout/claim/claimant.ts';
import { decideReady, noteProvisioned } from '../rollout/lambda/provisioned.ts';
import type { OpenRollout } from '../rollout/record/record.ts';
import { type ProvisionArgs, type ProvisionResult, provisionRow } from '../statemachine/contract/rows/provision.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { concurrency } from './ports/aws/wired/lambda.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { changeRecord } from './protocol/record.ts';

type ProvisionPorts = Pick<Ports, 'clock' | 'concurrency' | 'records'>;

/**
 * Gives the rollout's version its provisioned concurrency, and looks whether that is ready. The record says so first:
 * it is what a close and the watchdog know leftovers by. A call that is repeated finds its own request, and asks again
 * only where Lambda knows nothing of it.
 * @throws ContractError ClaimLost; whatever Lambda says but that it does not accept the request
 */
export function createProvision(ports: ProvisionPorts) {
  return async ({ execution, concurrency: wanted, onlyAsk }: ProvisionArgs): Promise<ProvisionResult> => {
    const { clock, concurrency } = ports;
    if (concurrency === undefined) throw new Error('this function was not told how many environments a version gets');
    const { first, rollout, since } = await note(ports, execution.id);
    const { version } = rollout;
    const found = first ? undefined : await concurrency.read(version);
    const asked = found?.requested === wanted;
    const notAccepted = asked ? undefined : await concurrency.put(version, wanted);
    const decided = decideReady({ version, wanted, since, now: clock.now(), found, notAccepted });
    if (onlyAsk !== true) return decided;
    return { ...decided, next: 'advance', error: '', cause: '' };
  };
}

interface Noted {
  readonly rollout: OpenRollout;
  readonly since: Date;
  /** Nobody has asked for it before in this rollout: what Lambda knows of it is of an earlier one. */
  readonly first: boolean;
}

/** @throws ContractError ClaimLost */
async function note({ clock, records }: ProvisionPorts, id: string): Promise<Noted> {
  return changeRecord<Noted>(records, (record) => {
    const rollout = requireClaim(record, id, ['advancing']);
    const now = clock.now();
    const { provisionedSince } = rollout;
    if (provisionedSince !== undefined) return { result: { rollout, since: new Date(provisionedSince), first: false } };
    return { write: noteProvisioned(record, rollout, now), result: { rollout, since: now, first: true } };
  });
}

export const handler = handlerFor(provisionRow, { concurrency, records }, createProvision);
