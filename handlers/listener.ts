import { newRollout, ownOrFree } from '../rollout/claim/claim.ts';
import { ownRollout, requireClaim } from '../rollout/claim/claimant.ts';
import { listenerInput } from '../rollout/claim/listener-input.ts';
import { executionName, refuseRedrive } from '../rollout/execution.ts';
import { requireVersion } from '../rollout/lambda/aliases.ts';
import { afterListenerTask } from '../rollout/listener/adoption.ts';
import { describeGroups, sameGroups } from '../rollout/listener/groups.ts';
import { closeRollout, withRollout } from '../rollout/record/changes.ts';
import type { ClosedRollout, ListenerTask, OpenRollout, RolloutRecord } from '../rollout/record/record.ts';
import { AT_REST, type Live } from '../rollout/weights.ts';
import { ContractError } from '../statemachine/contract/errors.ts';
import { type ListenerArgs, type ListenerResult, listenerRow } from '../statemachine/contract/rows/listener.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { adoption } from './ports/aws/wired/adoption.ts';
import { announcer } from './ports/aws/wired/announcer.ts';
import { versions } from './ports/aws/wired/lambda.ts';
import { existing, listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Ports } from './ports/index.ts';
import { changeable, type AdoptablePorts } from './protocol/adoptable.ts';
import { announce } from './protocol/announce.ts';
import { pointAtClaimed } from './protocol/lambda/claimed-alias.ts';
import { bringTrafficHome, readLive } from './protocol/listener.ts';
import { changeRecord, endingOf } from './protocol/record.ts';

type ListenerPorts = Pick<
  Ports,
  'adoption' | 'announcer' | 'clock' | 'existing' | 'listener' | 'records' | 'service' | 'versions'
>;
type Known = ListenerPorts & AdoptablePorts;

/**
 * Adopts the listener of others, or gives it back, in three steps: it claims the record, so that nobody releases
 * meanwhile; writes the default action; and looks whether it is as written. Only then the record says that the listener
 * is adopted, or is not any more, in the same write that frees it: until then a rollback undoes all of it.
 * @throws ContractError InvalidInput, Redriven, RolloutInProgress, CannotAdopt, ListenerBypassed,
 * ProductionUnversioned, CannotReleaseListener before anything is touched; ClaimLost, WeightsDrifted, VersionDrifted
 */
export function createListener(ports: ListenerPorts) {
  return async ({ execution, input, step }: ListenerArgs): Promise<ListenerResult> => {
    const known = requireKnown(ports);
    refuseRedrive(execution, 'change the listener');
    if (step === 'claim') return claim(known, execution.id, input);
    return step === 'write' ? write(known, execution.id) : close(known, execution.id);
  };
}

function requireKnown(ports: ListenerPorts): Known {
  const { adoption, existing } = ports;
  if (adoption === undefined || existing === undefined) throw new Error('this service has a listener of its own');
  return ports as Known;
}

async function claim(ports: Known, me: string, input: unknown): Promise<ListenerResult> {
  const wanted = listenerInput(input);
  const taken = await changeRecord<OpenRollout | string>(ports.records, async (record) => {
    const own = ownOrFree(record, me, await endingOf(ports.records, record, me));
    if (own) return { result: own };
    const claimedAt = ports.clock.now();
    const found = await changeable(ports, record, wanted);
    if (typeof found === 'string') return { result: found };
    const { production, task, version } = found;
    const rollout = { ...newRollout(me, version, production, claimedAt), listener: task };
    // The close of this rollout will overwrite it.
    if (record.last) await ports.records.archive(record.last);
    return { write: withRollout(record, rollout), result: rollout };
  });
  if (typeof taken === 'string') return { ...NOBODY, outcome: 'nothing to do', message: taken };
  const { listener: task, previousVersion, version } = taken;
  if (task === undefined) throw new ContractError('ClaimLost', `${executionName(me)} has claimed for a release`);
  if (task.to === 'adopt') {
    // No request comes by these aliases yet.
    await pointAtClaimed(ports, taken, 'production');
    await pointAtClaimed(ports, taken, 'previous');
  }
  return { outcome: task.to, version, previousVersion, message: describeTask(taken, task) };
}

const NOBODY = { version: '', previousVersion: '' };

function describeTask({ version }: OpenRollout, { before, listener, to }: ListenerTask): string {
  return to === 'adopt'
    ? `listener ${listener} serves version ${version} by ${describeGroups(before)}; production takes that over`
    : `listener ${listener} goes back to ${describeGroups(before)}; production stays at version ${version}`;
}

/** The listener's task of this execution, while it holds the claim. @throws ContractError ClaimLost */
function requireTask(record: RolloutRecord, id: string): { rollout: OpenRollout; task: ListenerTask } {
  const rollout = requireClaim(record, id, ['advancing']);
  if (rollout.listener === undefined)
    throw new ContractError('ClaimLost', `${executionName(id)} has claimed for a release`);
  return { rollout, task: rollout.listener };
}

/** As it was when the claim looked. */
const isAsFound = ({ before, to }: ListenerTask, live: Live): boolean =>
  to === 'adopt' ? live.foreign !== undefined && sameGroups(live.foreign, before) : live.atRest;
/** As this execution writes it. */
const isAsWanted = ({ before, to }: ListenerTask, live: Live): boolean =>
  to === 'adopt' ? live.atRest : live.foreign !== undefined && sameGroups(live.foreign, before);

async function write(ports: Known, id: string): Promise<ListenerResult> {
  const { rollout, task } = requireTask(await ports.records.read(), id);
  const live = await readLive(ports);
  if (!isAsFound(task, live) && !isAsWanted(task, live))
    throw new ContractError('WeightsDrifted', `somebody has changed the default action meanwhile: ${live.words}`);
  if (task.to === 'adopt') await ports.listener.write(AT_REST);
  else await ports.existing.writeAction(task.before);
  // A rollback may have overtaken this call: then what it wrote goes back at once.
  const record = await ports.records.read();
  if (ownRollout(record, id, ['advancing']) === undefined) await bringTrafficHome(ports, rollout);
  requireTask(record, id);
  const groups = task.to === 'adopt' ? 'production 100, canary 0' : describeGroups(task.before);
  return { ...NOBODY, outcome: 'written', message: `the default action is ${groups}` };
}

async function close(ports: Known, id: string): Promise<ListenerResult> {
  const closed = await changeRecord<ClosedRollout>(ports.records, async (record) => {
    const ended = await endingOf(ports.records, record, id);
    if (ended?.outcome === 'promoted') return { result: ended };
    const { rollout, task } = requireTask(record, id);
    await requireAsWanted(ports, rollout, task);
    const closed = closeRollout(rollout, 'promoted', ports.clock.now());
    return { write: afterListenerTask(record, closed, task), result: closed };
  });
  await ports.records.archive(closed);
  const kind = closed.listener === 'adopt' ? 'adopted' : 'given back';
  const { listenerId } = ports.existing;
  const message =
    kind === 'adopted'
      ? `listener ${listenerId} is adopted: production serves version ${closed.version} in it, as before`
      : `listener ${listenerId} is given back: its default action is what it was before it was adopted`;
  await announce(ports, { kind, rollout: closed, message });
  return { ...NOBODY, outcome: 'closed', message };
}

/** @throws ContractError WeightsDrifted, VersionDrifted */
async function requireAsWanted(ports: Known, rollout: OpenRollout, task: ListenerTask): Promise<void> {
  const live = await readLive(ports);
  if (!isAsWanted(task, live))
    throw new ContractError('WeightsDrifted', `the default action is not as it was written: ${live.words}`);
  if (task.to === 'adopt')
    requireVersion('production', (await ports.versions.readAlias('production')).version, [rollout.version]);
}

export const handler = handlerFor(
  listenerRow,
  { adoption, announcer, existing, listener, records, versions },
  createListener,
);
