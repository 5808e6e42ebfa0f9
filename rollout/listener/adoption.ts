import { ContractError } from '../../statemachine/contract/errors.ts';
import { atRestAfter, type RecordBody } from '../record/changes.ts';
import type { Adopted, ClosedRollout, Groups, ListenerTask, RolloutRecord } from '../record/record.ts';

/** The adoption of this listener; undefined until there is one. One of another listener does not count. */
export function adoptionOf({ adopted }: Pick<RolloutRecord, 'adopted'>, listenerId: string): Adopted | undefined {
  return adopted?.listener === listenerId ? adopted : undefined;
}

/** Why nobody may write the listener yet. @param listenerId undefined where it is the stack's own */
export function whyNotAdopted(record: Pick<RolloutRecord, 'adopted'>, listenerId: string | undefined) {
  if (listenerId === undefined || adoptionOf(record, listenerId) !== undefined) return undefined;
  return `listener ${listenerId} is not adopted: nothing of it is written before {"adopt":true}`;
}

/** @throws ContractError ListenerNotAdopted */
export function requireAdopted(record: Pick<RolloutRecord, 'adopted'>, listenerId: string | undefined): void {
  const why = whyNotAdopted(record, listenerId);
  if (why !== undefined) throw new ContractError('ListenerNotAdopted', why);
}

/** The record once the listener is as it was asked for: free, and adopted or not, in one write. */
export function afterListenerTask(record: RolloutRecord, closed: ClosedRollout, task: ListenerTask): RecordBody {
  const { lastPromoted, lastPromotedClaimedAt, reverted } = record;
  const { adopted: _before, reverted: _reverted, ...body } = atRestAfter(record, closed);
  const kept = {
    ...body,
    lastPromoted: task.to === 'adopt' ? closed.version : lastPromoted,
    lastPromotedClaimedAt: task.to === 'adopt' ? undefined : lastPromotedClaimedAt,
    reverted,
  };
  const adopted: Adopted = {
    listener: task.listener,
    at: closed.closedAt,
    by: closed.id,
    version: closed.version,
    before: task.before,
  };
  const entries = Object.entries({ ...kept, ...(task.to === 'adopt' && { adopted }) });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The record with the time since when a foreign default action is known of; without it where that is over. */
export function withForeign(record: RolloutRecord, adopted: Adopted, since: string | undefined): RecordBody {
  const { revision: _revision, ...body } = record;
  const { foreignSince: _since, ...rest } = adopted;
  return { ...body, adopted: { ...rest, ...(since !== undefined && { foreignSince: since }) } };
}

/** Why what target groups serve cannot be taken over. */
export interface Unfit {
  readonly refusal: 'unversioned' | 'other';
  readonly words: string;
}

/** One target of a group that gets requests. */
export interface Target {
  readonly group: string;
  /** LAMBDA, IP, INSTANCE or ALB. */
  readonly type: string;
  /** ARNs of functions; empty for a group without any. */
  readonly targets: readonly string[];
}

/** A function's ARN: `arn:aws:lambda:eu-west-1:111122223333:function:name:qualifier`. */
function partsOf(arn: string): { readonly name: string; readonly qualifier: string | undefined } {
  const [, , , , , , name = '', qualifier] = arn.split(':');
  return { name, qualifier };
}

const other = (words: string): Unfit => ({ refusal: 'other', words });

/** What the groups send requests to: names of aliases, version numbers, or why that is nothing to take over. */
export function qualifiersOf(
  groups: readonly Target[],
  functionName: string,
): { readonly qualifiers: readonly string[] } | Unfit {
  if (groups.length === 0) return other('it forwards to no target group');
  const qualifiers = new Set<string>();
  for (const { group, targets, type } of groups) {
    if (type !== 'LAMBDA') return other(`target group ${group} is of type ${type}, expected LAMBDA`);
    if (targets.length === 0) return other(`target group ${group} has no target`);
    for (const target of targets) {
      const { name, qualifier } = partsOf(target);
      if (name !== functionName)
        return other(`target group ${group} serves ${target}, expected function ${functionName}`);
      if (qualifier === undefined || qualifier === '$LATEST')
        return {
          refusal: 'unversioned',
          words:
            `target group ${group} serves ${target}, which is whatever was deployed last; register a published ` +
            'version or an alias of one in its place first',
        };
      qualifiers.add(qualifier);
    }
  }
  return { qualifiers: [...qualifiers] };
}

/** A rule of the listener, and where it sends what it matches. */
export interface ListenerRule {
  readonly id: string;
  readonly name: string;
  readonly groups: Groups;
}

/** @returns a sentence on the first rule that no weight reaches; undefined for none, as a fixed response is. */
export function bypass(rules: readonly ListenerRule[], previewGroup: string | undefined): string | undefined {
  const past = rules.find(({ groups }) => Object.keys(groups).some((id) => id !== previewGroup));
  if (past === undefined) return undefined;
  const groups = Object.keys(past.groups).join(', ');
  return (
    `rule ${past.name} (${past.id}) forwards to ${groups} past the default action, where no weight of a release ` +
    'reaches; delete it, or release behind another listener'
  );
}
