import { ownRollout } from '../rollout/claim/claimant.ts';
import { executionName } from '../rollout/execution.ts';
import { describeLeftAlone, isHome } from '../rollout/listener/home.ts';
import { withRollout } from '../rollout/record/changes.ts';
import type { OpenRollout } from '../rollout/record/record.ts';
import { type ConfirmArgs, type ConfirmResult, confirmRow } from '../statemachine/contract/rows/confirm.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { versions } from './ports/aws/wired/lambda.ts';
import { existing, listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { isPreviousBack } from './protocol/lambda/previous-alias.ts';
import { isProductionBack } from './protocol/lambda/production-alias.ts';
import { readLive } from './protocol/listener.ts';
import { changeRecord } from './protocol/record.ts';

type ConfirmPorts = Pick<Ports, 'clock' | 'existing' | 'listener' | 'records' | 'versions'>;

/**
 * Looks whether a rollback lasted. It runs when no writer of the rollout can be alive any more, so what it finds stays:
 * a shift that died at its write may have landed after the rollback's.
 */
export function createConfirm(ports: ConfirmPorts) {
  return async ({ execution, rollout: id }: ConfirmArgs): Promise<ConfirmResult> => {
    const rollout = await heartbeat(ports, id, execution.id);
    if (!rollout)
      return { next: 'superseded', message: `the rollback of ${executionName(id)} was finished by somebody else` };
    const live = await readLive(ports);
    if (!isHome(rollout, live))
      return {
        next: 'again',
        message: `the live weights are ${live.words}: a late write landed, rolling back once more`,
      };
    if (!(await isProductionBack(ports, rollout))) {
      return {
        next: 'again',
        message: `alias production is at version ${rollout.version} again, rolling back once more`,
      };
    }
    if (!(await isPreviousBack(ports, rollout))) {
      return {
        next: 'again',
        message: `alias previous is at version ${rollout.version} again, rolling back once more`,
      };
    }
    const outcome =
      rollout.notRestored === true ? `still runs version ${rollout.version}` : `version ${rollout.version} is out`;
    if (rollout.listener?.to === 'adopt') return { next: 'done', message: 'the default action is as it was' };
    const traffic = live.foreign === undefined ? 'production has every request' : describeLeftAlone(live.foreign);
    return { next: 'done', message: `${traffic} and ${outcome}` };
  };
}

/** Tells the watchdog that the rescuer lives. */
async function heartbeat({ records, clock }: ConfirmPorts, id: string, me: string): Promise<OpenRollout | undefined> {
  return changeRecord<OpenRollout | undefined>(records, (record) => {
    const rollout = ownRollout(record, id, ['rolling back']);
    if (rollout?.rescuer !== me) return { result: rollout };
    const seen = { ...rollout, rescuerSeenAt: clock.now().toISOString() };
    return { write: withRollout(record, seen), result: seen };
  });
}

export const handler = handlerFor(confirmRow, { existing, listener, records, versions }, createConfirm);
