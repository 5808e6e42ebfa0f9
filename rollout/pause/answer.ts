import { ContractError, type ErrorName } from '../../statemachine/contract/errors.ts';
import type { Execution } from '../../statemachine/contract/shapes.ts';
import { describeClaimant } from '../claim/claimant.ts';
import type { Steering } from '../claim/release-input.ts';
import { executionName } from '../execution.ts';
import type { OpenRollout, RolloutRecord } from '../record/record.ts';
import { isStandingBy } from '../rollback/stand-by.ts';
import { REASONS, unproven } from './reasons.ts';
import { hasRoom } from './room.ts';
import {
  askedAlready,
  pauseAskedAt,
  promoteSaid,
  saidAlready,
  standingPause,
  toldAt,
  toldToGoOn,
  toldToPause,
} from './stored.ts';

/** What comes of what somebody says to a rollout. */
export interface Answer {
  /** The rollout that it was said to. */
  readonly rollout: OpenRollout;
  /** The canary's weight that was seen. */
  readonly at: number;
  /** As it is from now on; absent where nothing changes. */
  readonly changed?: OpenRollout;
  /** What it was told, as the end of a sentence. */
  readonly told: string;
}

/** What the machine knows of its plan. */
export interface PlannedWeights {
  /** Undefined where nobody told. */
  readonly weights?: readonly number[] | undefined;
  /** Those that have room for a pause of their own. */
  readonly pausingWeights?: readonly number[] | undefined;
}

type Word = Extract<Steering, { kind: 'go on' }>;

/**
 * "Go on" is said to the weight that runs. It counts once, and for no other weight than the one that ran when its
 * execution started; the next healthy check follows it.
 * @throws ContractError NothingHeld, with what there is instead
 */
export function answerGoOn(record: RolloutRecord, word: Word, { id, startedAt }: Execution): Answer {
  const rollout = steered(record, 'NothingHeld', 'no rollout waits');
  const at = rollout.confirmedWeight;
  const refused = (what: string) => refusal('NothingHeld', 'no rollout waits', rollout, what);
  const before = saidAlready(rollout, id);
  if (before !== undefined) return { rollout, at: before, told: toldText(rollout, before, word, id) };
  const running = requireBaking(rollout, refused);
  if (word.at !== undefined && word.at !== at) throw refused(`is at ${at} %, not at ${word.at} %`);

  const pause = standingPause(running);
  const already = pause?.told === true || toldAt(running, at)?.when === 'here';
  if (already && (!word.promote || promoteSaid(running)))
    return { rollout, at, told: `was told before to go on from ${at} %: nothing changes` };
  const late = pause?.told === false && startedAt !== undefined && new Date(startedAt) < new Date(pause.since);
  if (late) throw refused(REASONS[pause.why].says.goOn['too early'](pause));
  if (pause === undefined) requireSaidHere(running, startedAt, refused);
  const { at: _at, kind: _kind, ...said } = word;
  const changed = toldToGoOn(running, { ...said, execution: id });
  return { rollout, at, changed, told: toldText(rollout, at, word, id) };
}

/**
 * A pause begins at the next check, however far the bake is, and once at each weight at most.
 * @throws ContractError CannotPause, with what there is instead
 */
export function answerPause(
  record: RolloutRecord,
  { id, startedAt }: Execution,
  now: Date,
  { pausingWeights = [], weights }: PlannedWeights,
): Answer {
  const rollout = steered(record, 'CannotPause', 'nothing to pause');
  const refused = (what: string) => refusal('CannotPause', 'nothing to pause', rollout, what);
  const at = rollout.confirmedWeight;
  const told = `was told to pause at ${at} %, which its next check does`;
  if (askedAlready(rollout, id)) return { rollout, at, told };
  requireBaking(rollout, refused);
  if (weights?.includes(at) === false) throw refused(`is at ${at} %, where it bakes no more`);
  const pause = standingPause(rollout);
  if (pause?.told === true)
    throw refused(`was paused at ${at} % and told to go on: at each weight it is paused once at most`);
  if (pause !== undefined) return { rollout, at, told: `is paused at ${at} % already, since ${pause.since}` };
  if (pauseAskedAt(rollout) !== undefined) return { rollout, at, told: 'was told before to pause: nothing changes' };
  const tooFewRequests = pausingWeights.includes(at) ? 'hold' : 'advance';
  if (!hasRoom(rollout, at, { tooFewRequests }))
    throw refused(`has room for one pause beside those of its plan, which is at another weight than ${at} %`);
  return { rollout, at, changed: toldToPause(rollout, startedAt ?? now.toISOString(), id), told };
}

function toldText({ version }: OpenRollout, at: number, { by, promote, reason }: Word, id: string): string {
  const later = promote ? ', and from every weight after it' : '';
  const own = { ...(by !== undefined && { by }), ...(reason !== undefined && { reason }) };
  const whose = unproven({ ...own, execution: executionName(id) });
  return `was told to go on from ${at} % with version ${version}${later}${whose}`;
}

function steered({ rollout }: RolloutRecord, error: ErrorName, none: string): OpenRollout {
  if (!rollout) throw new ContractError(error, `${none}: the service is at rest`);
  const refused = (what: string) => refusal(error, none, rollout, what);
  if (rollout.phase === 'rolling back') throw refused(`is being taken back: ${reasonOf(rollout)}`);
  if (isStandingBy(rollout))
    throw refused(`waits for production to recover, and only a rollback ends that: ${reasonOf(rollout)}`);
  return rollout;
}

/** Between two weights nobody can say which of them somebody meant. */
function requireBaking(rollout: OpenRollout, refused: (what: string) => ContractError): OpenRollout {
  const { confirmedWeight, intendedWeight, kind, phase, version } = rollout;
  if (kind === 'revert') throw refused('is a revert, which has no weights');
  if (phase !== 'advancing') throw refused(`makes version ${version} production already`);
  if (intendedWeight !== confirmedWeight)
    throw refused(`is on its way from ${confirmedWeight} % to ${intendedWeight} %; say it again once it is there`);
  // A hook that is asked before users may hold it there.
  if (confirmedWeight === 0 && standingPause(rollout) === undefined) throw refused('has no weight yet');
  return rollout;
}

function requireSaidHere(
  rollout: OpenRollout,
  startedAt: string | undefined,
  refused: (what: string) => ContractError,
): void {
  const { confirmedAt, confirmedWeight } = rollout;
  if (confirmedAt === undefined || startedAt === undefined)
    throw refused(`bakes at ${confirmedWeight} %, and nobody knows since when`);
  if (new Date(startedAt) < new Date(confirmedAt))
    throw refused(`is at ${confirmedWeight} % since ${confirmedAt}, after this was asked`);
  const paused = pauseAskedAt(rollout);
  if (paused !== undefined && new Date(startedAt) < new Date(paused))
    throw refused(`is about to be paused, which was asked at ${paused}, after this`);
}

const reasonOf = ({ reason }: OpenRollout): string => reason ?? 'no reason given';

const refusal = (error: ErrorName, none: string, rollout: OpenRollout, what: string) =>
  new ContractError(error, `${none}: ${describeClaimant(rollout)} ${what}`);
