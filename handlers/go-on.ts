import { steeringInput } from '../rollout/claim/release-input.ts';
import { executionName, refuseRedrive } from '../rollout/execution.ts';
import { answerGoOn, answerPause, type Answer } from '../rollout/pause/answer.ts';
import { withRollout } from '../rollout/record/changes.ts';
import { ContractError } from '../statemachine/contract/errors.ts';
import { type GoOnArgs, type GoOnResult, goOnRow } from '../statemachine/contract/rows/go-on.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { changeRecord } from './protocol/record.ts';

/**
 * Notes in the record that somebody said "go on", or asked for a pause. The rollout reads it at its next check: it
 * advances when that is healthy, or pauses. Telling it twice changes nothing.
 * @throws ContractError InvalidInput, Redriven; NothingHeld when no rollout waits that a "go on" could be about, or the
 * weight that it was said to is over; CannotPause when no rollout bakes, or it has room for no other pause;
 * AnswerElsewhere for a "go on" where another machine is for that
 */
export function createGoOn({ clock, records }: Pick<Ports, 'clock' | 'records'>) {
  return async ({ answersElsewhere, execution, input, ...planned }: GoOnArgs): Promise<GoOnResult> => {
    const said = steeringInput(input);
    if (said.kind === 'go on' && answersElsewhere === true)
      throw new ContractError(
        'AnswerElsewhere',
        'this plan waits for approval, which is said to the machine for answers (output AnswerMachineArn)',
      );
    refuseRedrive(execution, said.kind === 'pause' ? 'pause a rollout' : 'let a rollout go on');
    const { at, rollout, told } = await changeRecord<Answer>(records, (record) => {
      const result =
        said.kind === 'pause'
          ? answerPause(record, execution, clock.now(), planned)
          : answerGoOn(record, said, execution);
      return { ...(result.changed && { write: withRollout(record, result.changed) }), result };
    });
    return { rollout: rollout.id, weight: at, message: `${executionName(rollout.id)} ${told}` };
  };
}

export const handler = handlerFor(goOnRow, { records }, createGoOn);
