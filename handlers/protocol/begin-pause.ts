import { requireClaim } from '../../rollout/claim/claimant.ts';
import type { Pause } from '../../rollout/pause/pause.ts';
import { REASONS } from '../../rollout/pause/reasons.ts';
import { lastPause, withPause } from '../../rollout/pause/stored.ts';
import { withRollout } from '../../rollout/record/changes.ts';
import type { OpenRollout } from '../../rollout/record/record.ts';
import type { Ports } from '../ports/index.ts';
import { announce } from './announce.ts';
import { changeRecord } from './record.ts';

/**
 * A rollout is paused from now on. Announced before it is noted, because afterwards nobody would come back to do it; a
 * crash in between announces twice, under the same id.
 * @throws ContractError ClaimLost
 */
export async function beginPause(
  ports: Pick<Ports, 'announcer' | 'clock' | 'records' | 'service'>,
  rollout: OpenRollout,
  pause: Pause,
  message: string,
): Promise<void> {
  const first = REASONS[pause.why].occasion(pause.at);
  const before = againAfter(rollout, pause);
  const after = before === undefined ? '' : ` after ${before}`;
  const occasion = first === undefined ? undefined : `${first}${after}`;
  const news = { kind: 'held', name: pause.why, rollout, message } as const;
  await announce(ports, { ...news, ...(occasion !== undefined && { occasion }) });
  await changeRecord<void>(ports.records, (record) => {
    const own = requireClaim(record, rollout.id, ['advancing']);
    // Noted already.
    if (lastPause(own)?.at === pause.at && againAfter(own, pause) === undefined) return { result: undefined };
    return { write: withRollout(record, withPause(own, pause)), result: undefined };
  });
}

/**
 * Another pause at the same weight only follows where a hook failed after somebody had said "go on".
 * @returns since when the one before it was
 */
function againAfter(rollout: OpenRollout, { at, why }: Pause): string | undefined {
  const last = lastPause(rollout);
  return why === 'hook failed' && last?.at === at && last.told ? last.since : undefined;
}
