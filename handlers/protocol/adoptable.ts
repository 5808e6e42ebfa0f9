import { adoptionOf, bypass, qualifiersOf, type Unfit } from '../../rollout/listener/adoption.ts';
import { describeGroups, isUnknown, sameGroups, serving } from '../../rollout/listener/groups.ts';
import type { Groups, ListenerTask, RolloutRecord } from '../../rollout/record/record.ts';
import type { ListenerWanted } from '../../rollout/claim/listener-input.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import type { Adoption, ExistingListener, Ports } from '../ports/index.ts';
import { productionVersion, requireVersionExists } from './lambda/aliases.ts';
import { readLive } from './listener.ts';

export type AdoptablePorts = Pick<Ports, 'listener' | 'versions'> & {
  readonly existing: ExistingListener;
  readonly adoption: Adoption;
};

export interface Changeable {
  readonly task: ListenerTask;
  /** What production is to serve. */
  readonly version: string;
  /** What its alias runs now. */
  readonly production: string;
}

const PROTOCOLS = ['HTTP', 'HTTPS'];

/**
 * What there is to do with the listener.
 * @returns a sentence where there is nothing to do
 * @throws ContractError CannotAdopt, ListenerBypassed, ProductionUnversioned; CannotReleaseListener, WeightsDrifted
 */
export async function changeable(
  ports: AdoptablePorts,
  record: RolloutRecord,
  wanted: ListenerWanted,
): Promise<Changeable | string> {
  return wanted.to === 'adopt' ? adoptable(ports, record) : releasable(ports, record, wanted.evenIf);
}

async function adoptable(ports: AdoptablePorts, record: RolloutRecord): Promise<Changeable | string> {
  const { listenerId } = ports.existing;
  if (adoptionOf(record, listenerId) !== undefined) return `listener ${listenerId} is adopted already`;
  if (record.adopted !== undefined)
    throw cannotAdopt(
      `listener ${record.adopted.listener} is adopted, and the stack names ${listenerId} now; set the option ` +
        '"listener" back and give that one back first',
    );
  const protocol = await ports.adoption.protocol();
  if (!PROTOCOLS.includes(protocol))
    throw cannotAdopt(`the listener's protocol is ${protocol}, expected one of ${PROTOCOLS.join(', ')}`);
  const past = bypass(await ports.adoption.rules(), ports.adoption.previewGroup);
  if (past !== undefined) throw new ContractError('ListenerBypassed', past);
  const production = await productionVersion(ports);
  const live = await readLive(ports);
  const ours = live.foreign === undefined;
  if (ours && !live.atRest) throw cannotAdopt(`the default action is ${live.words}, expected production 100, canary 0`);
  const before = live.foreign ?? {};
  // Its own groups, and a record that was lost: what they serve is production, and the way back is not known.
  const version = ours ? production : await servedBy(ports, before);
  await requireVersionExists(ports, version);
  return { task: { to: 'adopt', listener: listenerId, before }, version, production };
}

/** @throws ContractError CannotAdopt, ProductionUnversioned */
async function servedBy(ports: AdoptablePorts, groups: Groups): Promise<string> {
  const found = await versionsOf(ports, groups);
  if ('refusal' in found)
    throw found.refusal === 'unversioned'
      ? new ContractError('ProductionUnversioned', found.words)
      : cannotAdopt(`the default action cannot be taken over: ${found.words}`);
  const [version, ...others] = found.versions;
  if (version === undefined || others.length > 0)
    throw cannotAdopt(`the default action serves several versions at once: ${found.versions.join(', ')}; expected one`);
  return version;
}

type Versions = { readonly versions: readonly string[] } | Unfit;

async function versionsOf({ adoption }: AdoptablePorts, groups: Groups): Promise<Versions> {
  const targets = [];
  for (const group of serving(groups)) {
    const target = await adoption.target(group);
    if (target === undefined) return { refusal: 'other', words: `target group ${group} no longer exists` };
    targets.push(target);
  }
  const found = qualifiersOf(targets, adoption.functionName);
  if ('refusal' in found) return found;
  const versions = new Set<string>();
  for (const qualifier of found.qualifiers) {
    const version = /^\d+$/.test(qualifier) ? qualifier : await adoption.versionOf(qualifier);
    if (version === undefined)
      return { refusal: 'other', words: `alias ${qualifier} does not exist, or is split over two versions` };
    if (version === '$LATEST')
      return {
        refusal: 'unversioned',
        words: `alias ${qualifier} points at $LATEST, which is whatever was deployed last`,
      };
    versions.add(version);
  }
  return { versions: [...versions] };
}

async function releasable(
  ports: AdoptablePorts,
  record: RolloutRecord,
  evenIf: string | undefined,
): Promise<Changeable | string> {
  const { listenerId } = ports.existing;
  const adopted = adoptionOf(record, listenerId);
  if (adopted === undefined) return `listener ${listenerId} is not adopted`;
  const { before } = adopted;
  if (isUnknown(before))
    throw cannotRelease('what its default action was before it was adopted is not known: write it by hand');
  const live = await readLive(ports);
  // Also what a person has written back by hand: then only the record is left to change.
  if (live.foreign === undefined ? !live.atRest : !sameGroups(live.foreign, before))
    throw new ContractError('WeightsDrifted', `the default action is ${live.words}, expected production 100, canary 0`);
  const found = await versionsOf(ports, before);
  if ('refusal' in found) throw cannotRelease(`${describeGroups(before)} would not serve: ${found.words}`);
  const production = await productionVersion(ports);
  const others = found.versions.filter((version) => version !== production);
  if (others.length > 0 && (others.length < found.versions.length || others.join() !== evenIf))
    throw cannotRelease(
      `production runs version ${production}, and ${describeGroups(before)} would serve ` +
        `${found.versions.join(', ')}: point what it serves at ${production} first, or say ` +
        `{"releaseListener":{"evenIf":"${others.join()}"}}`,
    );
  return { task: { to: 'give back', listener: listenerId, before }, version: production, production };
}

const cannotAdopt = (words: string) => new ContractError('CannotAdopt', words);
const cannotRelease = (words: string) => new ContractError('CannotReleaseListener', words);
