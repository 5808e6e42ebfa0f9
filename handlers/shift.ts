import { ownRollout, requireClaim } from '../rollout/claim/claimant.ts';
import { refuseRedrive } from '../rollout/execution.ts';
import { withRollout } from '../rollout/record/changes.ts';
import type { OpenRollout, Phase } from '../rollout/record/record.ts';
import { canaryAt, describeWeights, sameWeights } from '../rollout/weights.ts';
import { ContractError } from '../statemachine/contract/errors.ts';
import { type ShiftArgs, type ShiftResult, shiftRow } from '../statemachine/contract/rows/shift.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { announcer } from './ports/aws/wired/announcer.ts';
import { meter } from './ports/aws/wired/cloudwatch.ts';
import { existing, listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { announce } from './protocol/announce.ts';
import { bringTrafficHome } from './protocol/listener.ts';
import { changeRecord, lostOrDrifted } from './protocol/record.ts';

type ShiftPorts = Pick<Ports, 'announcer' | 'clock' | 'existing' | 'listener' | 'meter' | 'records' | 'service'>;

/** Only while the rollout advances may the canary get traffic; after the promotion it is only taken away. */
function phasesFor(weight: number): readonly Phase[] {
  return weight > 0 ? ['advancing'] : ['promoting'];
}

/**
 * Writes the weights of one step: announced in the record before, confirmed in it afterwards. VPC Lattice has no
 * compare-and-set, so the claim is looked at again right after the write, and a shift that was overtaken by a rollback
 * takes its weight back itself. What was written is read back by the check, once it has settled: how soon GetListener
 * shows a write is not published.
 * @throws ContractError Redriven, ClaimLost, WeightsDrifted
 */
export function createShift(ports: ShiftPorts) {
  return async ({ execution, weight }: ShiftArgs): Promise<ShiftResult> => {
    if (weight > 0) refuseRedrive(execution, 'shift traffic to the canary');
    const phases = phasesFor(weight);
    const rollout = await intend(ports, execution.id, weight, phases);
    await requireKnownWeights(ports, rollout, phases);
    await ports.listener.write(canaryAt(weight));
    await confirm(ports, rollout, weight, phases);
    await ports.meter.canaryWeight(weight);
    const shiftedAt = ports.clock.now().toISOString();
    return {
      weight,
      shiftedAt,
      message: `weights are ${describeWeights(canaryAt(weight))}, canary at version ${rollout.version}`,
    };
  };
}

async function intend(
  { records }: ShiftPorts,
  id: string,
  weight: number,
  phases: readonly Phase[],
): Promise<OpenRollout> {
  return changeRecord(records, (record) => {
    const rollout = { ...requireClaim(record, id, phases), intendedWeight: weight };
    return { write: withRollout(record, rollout), result: rollout };
  });
}

/**
 * The live weights must be those of the step before, or this shift's own: an earlier call of it may have died after its
 * write.
 */
async function requireKnownWeights(
  { listener, records }: ShiftPorts,
  rollout: OpenRollout,
  phases: readonly Phase[],
): Promise<void> {
  const live = await listener.read();
  const known = [rollout.confirmedWeight, rollout.intendedWeight].map(canaryAt);
  if (known.some((weights) => sameWeights(weights, live))) return;
  const message = `live weights are ${describeWeights(live)}, expected ${known.map(describeWeights).join(' or ')}`;
  await lostOrDrifted(records, rollout.id, phases, new ContractError('WeightsDrifted', message));
}

/**
 * One call after the write: if the claim was revoked meanwhile, the rollback may have written before this shift did.
 * The new weight is announced before it is confirmed, because afterwards nobody would come back to do it; a crash in
 * between announces twice, under the same id.
 */
async function confirm(
  ports: ShiftPorts,
  { id }: OpenRollout,
  weight: number,
  phases: readonly Phase[],
): Promise<void> {
  let told = weight === 0;
  await changeRecord<void>(ports.records, async (record) => {
    if (!ownRollout(record, id, phases)) await bringTrafficHome(ports, undefined);
    const rollout = requireClaim(record, id, phases);
    if (!told && rollout.confirmedWeight !== weight) await announceShift(ports, rollout, weight);
    told = true;
    if (rollout.confirmedWeight === weight) return { write: withRollout(record, rollout), result: undefined };
    const at = weight > 0 && { confirmedAt: ports.clock.now().toISOString() };
    return { write: withRollout(record, { ...rollout, confirmedWeight: weight, ...at }), result: undefined };
  });
}

async function announceShift(ports: ShiftPorts, rollout: OpenRollout, weight: number): Promise<void> {
  const { version, previousVersion } = rollout;
  const message = `version ${version} gets ${weight} % of the requests, version ${previousVersion} the rest`;
  await announce(ports, { kind: 'shifted', occasion: `${weight}`, weight, rollout, message });
}

export const handler = handlerFor(shiftRow, { announcer, existing, listener, meter, records }, createShift);
