import type { Series } from './ports.ts';
import { BY_ARN, BY_ID, INVOCATIONS, OF_SERVICE } from './statistics.ts';

/** Under which value of the dimension `TargetGroup` requests are counted. `unknown`: nothing at all was counted yet. */
export type ReportedBy = 'id' | 'ARN' | 'another value' | 'nothing' | 'unknown';

/**
 * Whether target groups report. That a group is silent is believed only where somebody else counted the same requests.
 * @param series what was read last
 * @param listed values of the dimension that CloudWatch lists
 * @param groupId of production
 */
export function reportedBy(series: Series, listed: readonly string[], groupId: string): ReportedBy {
  const counted = (label: string) => [...(series.get(label)?.values() ?? [])].some((value) => value > 0);
  if (counted(BY_ID) || listed.includes(groupId)) return 'id';
  if (counted(BY_ARN) || listed.some((value) => value.endsWith(`/${groupId}`))) return 'ARN';
  if (listed.some((value) => value.includes(groupId))) return 'another value';
  return counted(INVOCATIONS) || counted(OF_SERVICE) ? 'nothing' : 'unknown';
}
