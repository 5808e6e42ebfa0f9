import { StateName } from '../../statemachine/contract/names.ts';
import { LOWEST_LAST_WEIGHT } from '../../statemachine/contract/plan.ts';
import { parseStateName } from '../../statemachine/contract/state-name.ts';
import { textIn } from '../../statemachine/contract/json-text.ts';
import type { HistoryEvent } from '../story/history-event.ts';

/** When the canary of a release had requests beside production's, or instead of them. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
  /** When it was given everything. */
  readonly aloneSince?: Date;
}

/**
 * Read from the history of its execution: from the first shift to the promotion or the rollback, or until `now`. Where
 * the plan's last weight is below 100 it is over with the shift to 100 behind it: no check looks at what follows.
 * @returns undefined where no request was ever shifted
 */
export function stretchIn(history: readonly HistoryEvent[], now: Date): Stretch | undefined {
  const shifts = history.flatMap(({ at, output, state = '', type }) => {
    const parsed = type === 'TaskStateExited' ? parseStateName(state) : undefined;
    const shiftedAt = textIn(output, 'shiftedAt');
    return parsed?.kind === 'shift' ? [{ weight: parsed.weight, at: new Date(shiftedAt ?? at) }] : [];
  });
  const [first] = shifts;
  if (first === undefined) return undefined;
  const over = history.find(({ at, state = '', type }) => {
    const kind = type.endsWith('StateEntered') ? parseStateName(state)?.kind : undefined;
    return (kind === 'promote' || kind === 'rollBack' || type.startsWith('Execution')) && at > first.at.getTime();
  });
  const alone = shifts.find(({ weight }) => weight === 100)?.at;
  const bakedAlone = history.some(({ state }) => state === StateName.bake(100));
  const mayEndBelow = (shifts.findLast(({ weight }) => weight < 100)?.weight ?? 0) >= LOWEST_LAST_WEIGHT;
  if (alone !== undefined && mayEndBelow && !bakedAlone) return { from: first.at, to: alone };
  return {
    from: first.at,
    to: over === undefined ? now : new Date(over.at),
    ...(alone && { aloneSince: alone }),
  };
}
