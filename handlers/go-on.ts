import { requireGoOn } from '../rollout/claim/release-input.ts';
import { executionName, refuseRedrive } from '../rollout/execution.ts';
import { holdOf, requireHeld } from '../rollout/pause/held.ts';
import { withRollout } from '../rollout/record/changes.ts';
import type { OpenRollout } from '../rollout/record/record.ts';
import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { Execution, GoOnArgs, GoOnResult } from '../statemachine/contract/payloads.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { Ports } from './ports/index.ts';
import { changeRecord } from './protocol/record.ts';

/**
 * Notes in the record that somebody said "go on". The rollout reads it at its next check, and advances when that is
 * healthy. Telling it twice changes nothing.
 * @throws ContractError InvalidInput, Redriven; NothingHeld when no rollout is held, or when it was held only after
 * this was asked
 */
export function createGoOn({ records }: Pick<Ports, 'records'>) {
  return async ({ execution, input }: GoOnArgs): Promise<GoOnResult> => {
    requireGoOn(input);
    refuseRedrive(execution, 'let a rollout go on');
    const rollout = await tell(records, execution);
    return {
      rollout: rollout.id,
      message:
        `${executionName(rollout.id)} was told to go on from ${holdOf(rollout)?.at} % with version ` + rollout.version,
    };
  };
}

async function tell(records: Ports['records'], execution: Execution): Promise<OpenRollout> {
  return changeRecord(records, (record) => {
    const rollout = requireHeld(record, execution.startedAt === undefined ? undefined : new Date(execution.startedAt));
    const told = { ...rollout, goOn: true };
    return rollout.goOn === true ? { result: rollout } : { write: withRollout(record, told), result: told };
  });
}

export const handler = handlerFor(FUNCTIONS.goOn, createGoOn);
