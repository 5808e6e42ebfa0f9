import { requireGoOn } from '../rollout/claim/release-input.ts';
import { executionName, refuseRedrive } from '../rollout/execution.ts';
import { REASONS } from '../rollout/pause/reasons.ts';
import { requirePaused, type Paused } from '../rollout/pause/require-paused.ts';
import { toldToGoOn } from '../rollout/pause/stored.ts';
import { withRollout } from '../rollout/record/changes.ts';
import { FUNCTIONS } from '../statemachine/contract/functions.ts';
import type { Execution, GoOnArgs, GoOnResult } from '../statemachine/contract/payloads.ts';
import { handlerFor } from './middleware/handler-for.ts';
import type { Ports } from './ports/index.ts';
import { changeRecord } from './protocol/record.ts';

/**
 * Notes in the record that somebody said "go on". The rollout reads it at its next check, and advances when that is
 * healthy. Telling it twice changes nothing.
 * @throws ContractError InvalidInput, Redriven; NothingHeld when no rollout is paused, or when it was paused only after
 * this was asked
 */
export function createGoOn({ records }: Pick<Ports, 'records'>) {
  return async ({ execution, input }: GoOnArgs): Promise<GoOnResult> => {
    requireGoOn(input);
    refuseRedrive(execution, 'let a rollout go on');
    const { rollout, pause } = await tell(records, execution);
    const told = REASONS[pause.why].says.goOn.told(pause);
    return { rollout: rollout.id, message: `${executionName(rollout.id)} ${told} with version ${rollout.version}` };
  };
}

async function tell(records: Ports['records'], { startedAt }: Execution): Promise<Paused> {
  return changeRecord(records, (record) => {
    const paused = requirePaused(record, startedAt === undefined ? undefined : new Date(startedAt));
    if (paused.pause.told) return { result: paused };
    return { write: withRollout(record, toldToGoOn(paused.rollout)), result: paused };
  });
}

export const handler = handlerFor(FUNCTIONS.goOn, createGoOn);
