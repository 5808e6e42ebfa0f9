import { shortenAlarms } from '../rollout/alarms.ts';
import { describeCheck, nextStep, reportStep } from '../rollout/bake/next-step.ts';
import { judge, type Verdict } from '../rollout/bake/verdict.ts';
import { requireClaim } from '../rollout/claim/claimant.ts';
import { describeHooks } from '../rollout/hooks/standing.ts';
import { decidePause, type PauseDecision } from '../rollout/pause/decide.ts';
import { ASKED } from '../rollout/pause/reasons.ts';
import { hasOwnRoom, hasRoom } from '../rollout/pause/room.ts';
import { lastPause, pauseAskedAt, toldAt } from '../rollout/pause/stored.ts';
import type { OpenRollout, Phase, RolloutRecord } from '../rollout/record/record.ts';
import { addSeconds, secondsBetween } from '../rollout/time.ts';
import { canaryAt, describeWeights, sameWeights } from '../rollout/weights.ts';
import { ContractError } from '../statemachine/contract/errors.ts';
import { type CheckArgs, type CheckResult, checkRow } from '../statemachine/contract/rows/check.ts';
import { PAUSE_SECONDS } from '../statemachine/contract/pauses.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { alarms, minutes } from './ports/aws/wired/cloudwatch.ts';
import { versions } from './ports/aws/wired/lambda.ts';
import { announcer } from './ports/aws/wired/later.ts';
import { listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { beginPause } from './protocol/begin-pause.ts';
import { requireVersionsInPlace } from './protocol/lambda/aliases.ts';
import { lookAtTraffic } from './protocol/lambda/traffic.ts';
import { lostOrDrifted } from './protocol/record.ts';

type CheckPorts = Pick<
  Ports,
  'alarms' | 'announcer' | 'clock' | 'listener' | 'minutes' | 'records' | 'service' | 'versions'
>;

/**
 * One look at a bake: is everything still as this rollout left it, and what do alarms and traffic say. It changes
 * nothing, except that a pause begins here: announced and noted in the record, once.
 * @throws ContractError ClaimLost, WeightsDrifted, VersionDrifted
 */
export function createCheck(ports: CheckPorts) {
  return async (args: CheckArgs): Promise<CheckResult> => {
    const record = await requireUntouched(ports, args);
    const { rollout } = record;
    const now = ports.clock.now();
    const shiftedAt = new Date(args.shiftedAt);
    const settledAt = addSeconds(shiftedAt, args.settleSeconds);
    const verdict = judge({
      subject: args.subject,
      expected: args.alarms,
      alarms: await ports.alarms.read(args.alarms),
      ...(await lookAtTraffic(ports, args, record, settledAt, now)),
      minRequests: args.minRequests,
      shiftedAt,
    });
    const watched = secondsBetween(settledAt, now);
    const { next, error, words, begins } = decide(rollout, args, verdict, watched, now);
    const hooks = describeHooks(args.hooks ?? {}, now);
    const cause = [describeCheck(args, verdict, watched, words), ...(hooks === undefined ? [] : [hooks])].join('; ');
    if (begins) await beginPause(ports, rollout, begins, shortenAlarms(cause));
    return {
      next,
      verdict: verdict.verdict,
      reasons: verdict.reasons,
      requests: verdict.requests,
      error: next === 'roll back' ? error : '',
      ...(args.approve === true && next === 'advance' && { approved: true }),
      cause,
      message: shortenAlarms(cause),
    };
  };
}

/** Only a canary that bakes is paused; a revert goes its way whatever is found. */
function decide(rollout: OpenRollout, args: CheckArgs, verdict: Verdict, watched: number, now: Date): PauseDecision {
  if (args.reportOnly === true)
    return {
      next: reportStep(watched, args),
      error: verdict.error,
      ...(verdict.verdict !== 'healthy' && { words: 'told only, a revert stays' }),
    };
  const { approve = false, pauseEnds, pausedCheckSeconds, tooFewRequests = 'roll back' } = args;
  const room = hasRoom(rollout, args.weight, { approve, tooFewRequests });
  const allowance = {
    endEarly: args.compare?.endEarly ?? false,
    tooFewRequests,
    holdBlind: room,
  };
  const baking = args.subject === 'canary';
  const pause = lastPause(rollout);
  return decidePause({
    at: args.weight,
    pause: baking && pause?.at === args.weight ? pause : undefined,
    told: baking ? toldAt(rollout, args.weight) : undefined,
    asked: baking && ASKED.at(rollout) === args.weight,
    approve: baking && approve,
    pauseAsked: baking && room && pauseAskedAt(rollout) !== undefined,
    ownRoom: hasOwnRoom({ approve, tooFewRequests }),
    blind: verdict.blind,
    verdict,
    otherwise: nextStep(verdict, watched, args, allowance),
    plan: {
      holdSeconds: args.holdSeconds ?? PAUSE_SECONDS,
      ...(pauseEnds !== undefined && { pauseEnds }),
      ...(pausedCheckSeconds !== undefined && { pausedCheckSeconds }),
    },
    ...(args.hooks && { hooks: args.hooks }),
    now,
  });
}

type Untouched = RolloutRecord & { readonly rollout: OpenRollout };

/**
 * Evidence counts only for the weights and versions of this rollout; the record is read first, so what follows was seen
 * after it.
 */
async function requireUntouched(ports: CheckPorts, args: CheckArgs): Promise<Untouched> {
  const id = args.execution.id;
  const phases: readonly Phase[] = args.subject === 'canary' ? ['advancing'] : ['promoting'];
  const record = await ports.records.read();
  const rollout = requireClaim(record, id, phases);
  try {
    await requireWeights(ports, rollout, args);
    await requireVersionsInPlace(ports, args);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    await lostOrDrifted(ports.records, id, phases, error);
  }
  return { ...record, rollout };
}

async function requireWeights(
  { listener }: CheckPorts,
  { confirmedWeight }: OpenRollout,
  { weight }: CheckArgs,
): Promise<void> {
  const live = await listener.read();
  if (confirmedWeight === weight && sameWeights(live, canaryAt(weight))) return;
  throw new ContractError(
    'WeightsDrifted',
    `live weights are ${describeWeights(live)}, expected ${describeWeights(canaryAt(weight))} (the record ` +
      `confirms canary ${confirmedWeight})`,
  );
}

export const handler = handlerFor(checkRow, { alarms, announcer, listener, minutes, records, versions }, createCheck);
