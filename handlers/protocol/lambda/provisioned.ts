import { forgetProvisioned, leftovers } from '../../../rollout/lambda/provisioned.ts';
import type { Ports } from '../../ports/index.ts';
import type { Log } from '../../ports/logger.ts';
import { changeRecord } from '../record.ts';
import { unlessSplit } from './unless-split.ts';

type ConcurrencyPorts = Pick<Ports, 'concurrency' | 'records'>;

/** In one go, so that whoever calls is soon over; the watchdog takes the rest. */
const MOST_AT_ONCE = 3;

/**
 * Takes provisioned concurrency away from versions that are out. Only at rest, when the traffic and the aliases are
 * right; a call of it that lands late is over before the next release counts on its own.
 * @returns the versions; none where the plan has no provisioned concurrency
 * @throws Error what Lambda said
 */
export async function takeBackConcurrency({ concurrency, records }: ConcurrencyPorts): Promise<readonly string[]> {
  if (concurrency === undefined) return [];
  const record = await records.read();
  if (record.rollout !== undefined || record.provisioned === undefined) return [];
  const production = await concurrency.productionVersion();
  const versions = leftovers(record, production, concurrency.perVersion).slice(0, MOST_AT_ONCE);
  for (const version of versions) {
    await concurrency.remove(version);
    await changeRecord<void>(records, (latest) => {
      const write = forgetProvisioned(latest, version);
      return { ...(write && { write }), result: undefined };
    });
  }
  return versions;
}

/** For a close, which is over either way. @returns what there is to say, as the end of a sentence; '' for nothing */
export async function takeBackIfPossible(ports: ConcurrencyPorts, log: Log): Promise<string> {
  try {
    await takeBackConcurrency(ports);
    return '';
  } catch (error) {
    const words = 'provisioned concurrency of a version that is out could not be taken away, and costs';
    const afterwards = 'the watchdog tries again each minute (RUNBOOK.md#watchdog-errors)';
    log.error(`${words}; ${afterwards}`, { error });
    return `; ${words} (${(error as Error).message.slice(0, 200)}); ${afterwards}`;
  }
}

/** For the watchdog: `unlessSplit`. @returns what there is to say */
export const repairConcurrency = (ports: ConcurrencyPorts): Promise<string> =>
  unlessSplit(async () => {
    const versions = await takeBackConcurrency(ports);
    if (versions.length === 0) return '';
    return `; provisioned concurrency was left behind on version ${versions.join(', ')}, it is taken away now`;
  });
