import { ContractError } from '../statemachine/contract/errors.ts';
import { checkArgs, type CheckArgs, type CheckResult } from '../statemachine/contract/payloads.ts';
import { inShort } from './domain/alarm-words.ts';
import { requireClaim } from './domain/claim-holding.ts';
import { describeCheck, nextStep } from './domain/next-step.ts';
import { requireVersion } from './domain/promotion.ts';
import type { OpenRollout, Phase } from './domain/record.ts';
import { addSeconds, secondsBetween } from './domain/time.ts';
import { judge, NOT_COUNTED } from './domain/verdict.ts';
import { canaryAt, describeWeights, sameWeights } from './domain/weights.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { awsPorts } from './ports/aws/index.ts';
import type { Ports } from './ports/index.ts';
import { lostOrDrifted } from './protocol/lost-or-drifted.ts';

type CheckPorts = Pick<Ports, 'alarms' | 'clock' | 'listener' | 'records' | 'traffic' | 'versions'>;

/**
 * One look at a bake: is everything still as this rollout left it, and what do alarms and traffic say. Changes nothing.
 * @throws ContractError ClaimLost, WeightsDrifted, VersionDrifted
 */
export function createCheck(ports: CheckPorts) {
  return async (args: CheckArgs): Promise<CheckResult> => {
    await requireUntouched(ports, args);
    const now = ports.clock.now();
    const shiftedAt = new Date(args.shiftedAt);
    const settledAt = addSeconds(shiftedAt, args.settleSeconds);
    const verdict = judge({
      subject: args.subject,
      expected: args.alarms,
      alarms: await ports.alarms.read(args.alarms),
      requests: args.subject === 'canary' ? await ports.traffic.requests('canary', settledAt, now) : NOT_COUNTED,
      minRequests: args.minRequests,
      shiftedAt,
    });
    const watched = secondsBetween(settledAt, now);
    const next = nextStep(verdict.verdict, watched, args);
    const cause = describeCheck(args, verdict, watched);
    return {
      next,
      verdict: verdict.verdict,
      reasons: verdict.reasons,
      requests: verdict.requests,
      error: next === 'roll back' ? verdict.error : '',
      cause,
      message: inShort(cause),
    };
  };
}

/** Evidence counts only for the weights and versions of this rollout; the record is read first, so what follows was seen after it. */
async function requireUntouched(ports: CheckPorts, args: CheckArgs): Promise<void> {
  const id = args.execution.id;
  const phases: readonly Phase[] = args.subject === 'canary' ? ['advancing'] : ['promoting'];
  const rollout = requireClaim(await ports.records.read(), id, phases);
  try {
    await requireWeights(ports, rollout, args);
    requireVersion('canary', (await ports.versions.readAlias('canary')).version, [args.version]);
    const production = args.subject === 'canary' ? args.previousVersion : args.version;
    requireVersion('production', (await ports.versions.readAlias('production')).version, [production]);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    await lostOrDrifted(ports.records, id, phases, error);
  }
}

async function requireWeights({ listener }: CheckPorts, { confirmedWeight }: OpenRollout, { weight }: CheckArgs): Promise<void> {
  const live = await listener.read();
  if (confirmedWeight === weight && sameWeights(live, canaryAt(weight))) return;
  throw new ContractError('WeightsDrifted', `live weights are ${describeWeights(live)}, expected ${describeWeights(canaryAt(weight))} (the record confirms canary ${confirmedWeight})`);
}

export const handler = handlerFor('check', checkArgs, (logger) => createCheck(awsPorts(logger)));
