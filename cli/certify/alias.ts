import { ErrorName } from '../../statemachine/contract/errors.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { type HistoryEvent, isFailedTry } from '../story/history-event.ts';

/** How soon the canary's alias answers with the version that it was pointed at. */
export interface AliasFollowed {
  /** Tries of the smoke test that the version before answered. */
  readonly stale: number;
  /** From the claim, which points the alias, to a smoke test that passed; absent where none did. */
  readonly seconds?: number;
}

/** Read from the history of a release: its smoke test asks again, seconds apart, until the version answers. */
export function aliasFollowed(history: readonly HistoryEvent[]): AliasFollowed {
  const left = (state: string) => history.find(({ type, state: name }) => type === 'TaskStateExited' && name === state);
  const [claimed, tested] = [left(StateName.claim), left(StateName.smokeTest)];
  const stale = history.filter(({ type, error }) => isFailedTry(type) && error === ErrorName.VersionNotVisible).length;
  if (claimed === undefined || tested === undefined) return { stale };
  return { stale, seconds: (tested.at - claimed.at) / 1000 };
}
