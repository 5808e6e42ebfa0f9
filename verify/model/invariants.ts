import type { RecordBody } from '../../rollout/record/changes.ts';
import type { RunNode } from './handler-runs.ts';
import type { Memory, World } from './state.ts';

/** One of the invariants did not hold. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

const broken = (invariant: string, what: string): Violation[] => [{ invariant, what }];

/** As much of a task's argument as matters here. */
interface Args {
  readonly execution?: { readonly id: string; readonly redrives: number };
  readonly trigger?: {
    readonly kind: string;
    readonly rollout?: string;
    readonly input?: {
      readonly rollback?: {
        readonly event?: { readonly source: string; readonly detail: { readonly executionArn?: string } };
      };
    };
  };
}

/** Who acts, and what it was told. */
export type Actor = Pick<RunNode, 'handler' | 'args'>;

const argsOf = (node: Actor): Args => node.args as Args;

/** What stands in front of a promotion. */
export interface Gates {
  /** Weights of the plan: at each the canary must have been healthy for its whole bake. */
  readonly baked: readonly number[];
  /** Weights beyond the plan, at which it only settles. */
  readonly settled: readonly number[];
}

/** What the search remembers of a weight that a rollout is through with. */
export const throughWith = (execution: string, weight: number): string => `${execution}@${weight}`;

/** The write of weights, with the claim under which it happens. */
export function judgeWeights(
  { rollout }: RecordBody,
  node: Actor,
  canary: number,
  memory: Memory,
  gates: Gates,
): Violation[] {
  const { execution } = argsOf(node);
  if (node.handler !== 'shift') {
    // Whoever rolls back writes once the claim is revoked, never before.
    return rollout !== undefined && rollout.phase !== 'rolling back'
      ? broken('I1', `weights of ${rollout.id}, which is ${rollout.phase}, are taken away without its claim`)
      : [];
  }
  const mine = rollout?.id === execution?.id;
  if (canary === 0)
    return rollout === undefined || mine || rollout.phase === 'rolling back'
      ? []
      : broken('I1', `${execution?.id} takes weights away while ${rollout.id} holds the claim`);
  if ((execution?.redrives ?? 0) > 0)
    return broken('I8', `${execution?.id} was redriven and gives the canary ${canary} %`);
  if (!mine) return broken('I1', `${execution?.id} gives the canary ${canary} % and does not hold the claim`);
  if (rollout?.phase === 'promoting')
    return broken('I1', `${execution?.id} gives the canary ${canary} % while it is promoting`);
  const missing = unhealthyIn(
    memory,
    rollout?.id ?? '',
    gates.baked.filter((weight) => weight < canary),
  );
  return missing.length > 0
    ? broken(
        'I3',
        `${execution?.id} gives the canary ${canary} % without a healthy check at ${missing.join(' and ')} %`,
      )
    : [];
}

const unhealthyIn = ({ healthy }: Memory, id: string, weights: readonly number[]): readonly number[] =>
  weights.filter((weight) => !healthy.includes(throughWith(id, weight)));

export function judgeRecordChange(
  before: RecordBody,
  next: RecordBody,
  node: Actor,
  world: World,
  memory: Memory,
): Violation[] {
  const was = before.rollout;
  const is = next.rollout;
  return [
    ...(is !== undefined && was?.id !== is.id && memory.claimed.includes(is.id)
      ? broken('I8', `${is.id} claims a second time in its life`)
      : []),
    ...(was !== undefined && is !== undefined && was.id !== is.id
      ? broken('I1', `${is.id} takes the record from ${was.id}`)
      : []),
    ...(was && is && was.phase !== 'rolling back' && is.phase === 'rolling back' ? judgeScope(was.id, node) : []),
    ...(was?.phase === 'rolling back' &&
    is === undefined &&
    was.productionMoved &&
    !world.productionByHand &&
    world.production === was.version
      ? broken('I2', `the rollback of ${was.id} is closed and production is still at version ${was.version}`)
      : []),
  ];
}

/** An execution that ended may only roll back its own rollout. */
function judgeScope(rollout: string, node: Actor): Violation[] {
  const { execution, trigger } = argsOf(node);
  if (trigger === undefined) return [];
  const event = trigger.input?.rollback?.event;
  const about =
    trigger.kind === 'own'
      ? (trigger.rollout ?? execution?.id)
      : event?.source === 'aws.states'
        ? event.detail.executionArn
        : undefined;
  return about === undefined || about === rollout
    ? []
    : broken('I6', `${rollout} is rolled back for what happened to ${about}`);
}

/** The production alias moves, forwards or back. */
export function judgeAliasMove(
  { rollout }: RecordBody,
  node: Actor,
  world: World,
  memory: Memory,
  version: string,
  gates: Gates,
): Violation[] {
  const { execution } = argsOf(node);
  const id = execution?.id ?? '';
  const found: Violation[] = [];
  if (world.productionByHand && rollout?.previousVersion !== world.production) {
    found.push(
      ...broken('I4', `production was put at version ${world.production} by hand and is overwritten with ${version}`),
    );
  }
  if (node.handler !== 'promote') {
    if (!memory.good.includes(version))
      found.push(...broken('I4', `production is put at version ${version}, which never passed a bake`));
    if (rollout !== undefined && rollout.phase === 'advancing')
      found.push(...broken('I1', `production is moved back while ${rollout.id} advances`));
    return found;
  }
  if ((execution?.redrives ?? 0) > 0) found.push(...broken('I8', `${id} was redriven and moves production`));
  if (rollout?.id !== id)
    found.push(...broken('I1', `${id} moves production to version ${version} and does not hold the claim`));
  const missing = unhealthyIn(memory, id, gates.baked);
  if (missing.length > 0)
    found.push(
      ...broken('I3', `${id} promotes version ${version} without a healthy check at ${missing.join(' and ')} %`),
    );
  const unsettled = gates.settled.filter((weight) => !memory.settled.includes(throughWith(id, weight)));
  if (unsettled.length > 0)
    found.push(...broken('I3', `${id} promotes version ${version} without settling at ${unsettled.join(' and ')} %`));
  return found;
}

/** What holds in every state. */
export function judgeWorld(world: World, { rollout }: RecordBody): Violation[] {
  return rollout === undefined && world.canaryWeight > 0 && !world.weightsByHand
    ? broken('I2', `nobody holds the claim, yet the canary has ${world.canaryWeight} %`)
    : [];
}

/** What holds when nothing is left to happen, after the watchdog's last two rounds. */
export function judgeEnd(world: World, { rollout, lastPromoted }: RecordBody): Violation[] {
  const expected = lastPromoted ?? '1';
  return [
    ...(world.canaryWeight > 0 ? broken('I2', `in the end the canary has ${world.canaryWeight} %`) : []),
    ...(rollout === undefined ? [] : broken('I5', `in the end ${rollout.id} still holds the claim, ${rollout.phase}`)),
    ...(world.production === expected || world.productionByHand || world.production === HAND_MADE_VERSION
      ? []
      : broken('I4', `in the end production is at version ${world.production}, expected ${expected}`)),
  ];
}

/** What a person points aliases at. */
export const HAND_MADE_VERSION = '9';
