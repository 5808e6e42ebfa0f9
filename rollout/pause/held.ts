import { ContractError } from '../../statemachine/contract/errors.ts';
import { describeHolder } from '../claim/holding.ts';
import type { OpenRollout, RolloutRecord } from '../record/record.ts';

/** A hold that has begun. */
export interface Hold {
  /** The canary's weight meanwhile. */
  readonly at: number;
  /** ISO time. */
  readonly since: string;
  /** Why it did not go on by itself, as a sentence; absent where it was only asked to hold. */
  readonly because?: string;
  /** Whether somebody said "go on". */
  readonly goOn: boolean;
}

type HoldFields = Partial<Pick<OpenRollout, 'holdAt' | 'heldAt' | 'heldSince' | 'heldBecause' | 'goOn'>>;

/** The hold that began last, also once the rollout has gone on from it; undefined where none has begun. */
export function holdOf({
  holdAt,
  heldAt = holdAt,
  heldSince,
  heldBecause,
  goOn = false,
}: HoldFields): Hold | undefined {
  if (heldAt === undefined || heldSince === undefined) return undefined;
  return { at: heldAt, since: heldSince, ...(heldBecause !== undefined && { because: heldBecause }), goOn };
}

/** The hold in which the rollout is; undefined once it has left that weight, or is taken back. */
export function standingHold(
  rollout: HoldFields & Partial<Pick<OpenRollout, 'phase' | 'confirmedWeight'>>,
): Hold | undefined {
  const hold = holdOf(rollout);
  return rollout.phase === 'advancing' && rollout.confirmedWeight === hold?.at ? hold : undefined;
}

/** The rollout with a hold that begins now; "go on" was said of an earlier one. */
export function beginning(rollout: OpenRollout, { at, since, because }: Omit<Hold, 'goOn'>): OpenRollout {
  const { goOn: _goOn, heldBecause: _heldBecause, ...rest } = rollout;
  return { ...rest, heldAt: at, heldSince: since, ...(because !== undefined && { heldBecause: because }) };
}

/**
 * The rollout that is held, or was until somebody said "go on".
 * @param askedAt a word that comes late, or again, must not end the next hold
 * @throws ContractError NothingHeld, with what there is instead
 */
export function requireHeld({ rollout }: RolloutRecord, askedAt: Date | undefined): OpenRollout {
  const why = whyNotHeld(rollout, askedAt);
  if (rollout && why === undefined) return rollout;
  throw new ContractError('NothingHeld', `no rollout is held: ${why ?? ''}`);
}

function whyNotHeld(rollout: OpenRollout | undefined, askedAt: Date | undefined): string | undefined {
  if (!rollout) return 'the service is at rest';
  const who = describeHolder(rollout);
  if (rollout.phase === 'rolling back') return `${who} is being taken back: ${rollout.reason ?? 'no reason given'}`;
  if (rollout.phase === 'held')
    return (
      `${who} waits for production to recover, and only a rollback ends that: ` + (rollout.reason ?? 'no reason given')
    );
  const hold = holdOf(rollout);
  if (hold === undefined)
    return rollout.holdAt === undefined
      ? `${who} does not hold anywhere`
      : `${who} holds at ${rollout.holdAt} % once it has baked there, and is at ${rollout.confirmedWeight} %`;
  if (hold.goOn) return undefined;
  if (askedAt && askedAt < new Date(hold.since)) return `${who} is held since ${hold.since}, after this was asked`;
  return undefined;
}
