import { StateName } from '../../statemachine/contract/names.ts';
import type { Entry } from './trace.ts';

/** From when a rollback was wanted until the canary had its last weight of that rollout. */
export interface Exposure {
  readonly rollout: string;
  readonly version: string;
  readonly askedAt: number;
  /** Since when the canary has no weight any more; equals `askedAt` where it had none. Undefined when it still has. */
  readonly safeAt: number | undefined;
  /** When the next rollout claimed, or the end of the trace. */
  readonly until: number;
}

/** @param end when the trace ends, in milliseconds */
export function exposures(entries: readonly Entry[], end: number): readonly Exposure[] {
  return [...firstAsked(entries)].flatMap(([rollout, from]) => {
    const version = versionOf(entries, rollout);
    if (version === undefined) return [];
    const to = nextClaim(entries, rollout);
    const askedAt = entries[from]?.at ?? end;
    return [{ rollout, version, askedAt, safeAt: safeSince(entries, from, to), until: entries[to]?.at ?? end }];
  });
}

/** The first entry from which each rollout was wanted back: an event, a person, or its own failure. */
function firstAsked(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>();
  let open: string | undefined;
  entries.forEach((entry, index) => {
    if (entry.what === 'record')
      open = entry.after.rollout?.phase === 'rolling back' ? undefined : entry.after.rollout?.id;
    const itself = entry.what === 'entered' && entry.state === StateName.rollBack && entry.actor === open;
    const rollout = entry.what === 'asked' ? entry.rollout : itself ? open : undefined;
    if (rollout !== undefined && !asked.has(rollout)) asked.set(rollout, index);
  });
  return asked;
}

/** Undefined for what never claimed. */
function versionOf(entries: readonly Entry[], rollout: string): string | undefined {
  for (const entry of entries)
    if (entry.what === 'record' && entry.after.rollout?.id === rollout) return entry.after.rollout.version;
  return undefined;
}

/** Index of the entry with which another rollout claimed after this one; behind the last when none did. */
function nextClaim(entries: readonly Entry[], rollout: string): number {
  let mine = false;
  const index = entries.findIndex((entry) => {
    if (entry.what !== 'record') return false;
    const id = entry.after.rollout?.id;
    mine ||= id === rollout;
    return mine && id !== undefined && id !== rollout;
  });
  return index === -1 ? entries.length : index;
}

/**
 * Weights that a person gives the canary by hand, which nobody watches: from each such write until the canary has none,
 * or a rollout's own write explains them.
 */
export function weightsByHand(
  entries: readonly Entry[],
  end: number,
): readonly { readonly askedAt: number; readonly safeAt: number | undefined; readonly until: number }[] {
  return entries.flatMap((entry, index) => {
    if (entry.what !== 'weights' || entry.actor !== 'person' || entry.weights.canary === 0) return [];
    // The same that the rollout wrote: nobody can tell, and it is watched.
    if (entry.record.rollout?.confirmedWeight === entry.weights.canary) return [];
    const safe = entries.slice(index + 1).find((later) => later.what === 'weights');
    return [{ askedAt: entry.at, safeAt: safe?.at, until: end }];
  });
}

/** What a person writes by hand is not this rollout's any more. */
function safeSince(entries: readonly Entry[], from: number, to: number): number | undefined {
  let canary = 0;
  let safeAt = entries[from]?.at;
  entries.slice(0, to).forEach((entry, index) => {
    if (entry.what !== 'weights') return;
    const mine = entry.actor === 'person' ? 0 : entry.weights.canary;
    if (index > from && canary > 0 && mine === 0) safeAt = entry.at;
    canary = mine;
  });
  return canary > 0 ? undefined : safeAt;
}

/** When the record and the weights came to rest for good; undefined when they did not. */
export function atRestSince(entries: readonly Entry[]): number | undefined {
  let since: number | undefined = 0;
  let open = false;
  let canary = 0;
  for (const entry of entries) {
    if (entry.what === 'record') open = entry.after.rollout !== undefined;
    if (entry.what === 'weights') canary = entry.weights.canary;
    const resting: boolean = !open && canary === 0;
    if (!resting) since = undefined;
    else since ??= entry.at;
  }
  return since;
}

/**
 * Since when no fault was brought about or lasted that may keep users from coming back, of those that were before
 * `time`; at the earliest `from`.
 */
export function calmBefore(entries: readonly Entry[], time: number, from: number): number {
  return entries.reduce(
    (last, entry) =>
      entry.what === 'disturbed' && entry.harmless !== true && entry.at <= time
        ? Math.max(last, Math.min(entry.until ?? entry.at, time))
        : last,
    from,
  );
}

/** Since when no execution runs and no fault is brought about or lasts. */
export function calmSince(entries: readonly Entry[]): number {
  return entries.reduce((last, entry) => {
    if (entry.what === 'disturbed') return Math.max(last, entry.until ?? entry.at);
    return entry.what === 'ended' ? Math.max(last, entry.at) : last;
  }, 0);
}
