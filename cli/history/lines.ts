import { executionName } from '../../rollout/execution.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import { counted } from '../../statemachine/contract/counted.ts';
import { clockTime, headline } from '../story/text.ts';
import type { Summary } from './releases.ts';

/** What somebody's own words may take. */
const LONGEST_WORD = 160;

/** At the end of the history; nothing where no release was closed. */
export function summaryLines({ failed, releases, restoreSeconds }: Summary): readonly string[] {
  if (releases === 0) return [];
  const share = `${failed} failed (${Math.round((100 * failed) / releases)} %)`;
  const restored = restoreSeconds === undefined ? '' : `, median time to restore ${clockTime(restoreSeconds)}`;
  return ['', `${counted(releases, 'release')}, ${share}${restored}`];
}

/** Below its release: `    let on at 30 % as "ann", because "seen" (unproven), execution go-on-1`. */
export function letOnLines(closed: ClosedRollout | undefined): readonly string[] {
  return Object.entries(closed?.letOn ?? {}).map(([at, { by, execution, promote, reason }]) => {
    const own = [...(by === undefined ? [] : [`as "${by}"`]), ...(reason === undefined ? [] : [`because "${reason}"`])];
    const whose = own.length === 0 ? '' : ` ${headline(own.join(', '), LONGEST_WORD)} (unproven)`;
    const far = promote === true ? ' and from there to the end' : '';
    return `    let on at ${at} %${far}${whose}, execution ${executionName(execution)}`;
  });
}
