import { createAskHooks } from '../handlers/ask-hooks.ts';
import { createCheck } from '../handlers/check.ts';
import { createClaim } from '../handlers/claim.ts';
import { createClose } from '../handlers/close.ts';
import { createConfirm } from '../handlers/confirm.ts';
import { createGoOn } from '../handlers/go-on.ts';
import { createListener } from '../handlers/listener.ts';
import { createPromote } from '../handlers/promote.ts';
import { createProvision } from '../handlers/provision.ts';
import { createRevert } from '../handlers/revert.ts';
import { createRollBack, createRollBackFromSns } from '../handlers/roll-back.ts';
import { createShift } from '../handlers/shift.ts';
import { createSmokeTest } from '../handlers/smoke-test.ts';
import { createWatchdog } from '../handlers/watchdog.ts';
import type { Ports } from '../handlers/ports/index.ts';
import type { Log } from '../handlers/ports/logger.ts';
import {
  FUNCTIONS,
  ROWS,
  TASK_ROWS,
  type Args,
  type EventFunction,
  type Result,
  type RolloutFunction,
} from '../statemachine/contract/functions.ts';

/** What an event invokes is called by what brings it: the roll-back function has another entry for its topic. */
const BY_EVENT = { rollBack: 'sns', watchdog: 'watchdog' } as const satisfies Record<EventFunction, string>;

/** The functions as tasks, topic and schedule invoke them. */
export type EntryName = RolloutFunction | (typeof BY_EVENT)[EventFunction];

/** A function as its factory makes it, with the schema in front of it that its middleware has. */
export type FunctionEntry = (ports: Ports, log: Log) => (payload: unknown) => Promise<unknown>;
export type FunctionEntries = Readonly<Record<EntryName, FunctionEntry>>;

/** A task's entry; the row says what its handler must take and answer. */
function task<F extends RolloutFunction>(
  name: F,
  create: (ports: Ports, log: Log) => (args: Args<F>) => Promise<Result<F>>,
): FunctionEntry {
  const { args } = TASK_ROWS[name];
  return (ports, log) => (payload) => create(ports, log)(args.parse(payload));
}

/** The real handlers, as `handlers/*.ts` make them. */
export const ENTRIES: FunctionEntries = {
  claim: task('claim', createClaim),
  smokeTest: task('smokeTest', createSmokeTest),
  provision: task('provision', createProvision),
  shift: task('shift', createShift),
  askHooks: task('askHooks', createAskHooks),
  check: task('check', createCheck),
  promote: task('promote', createPromote),
  revert: task('revert', createRevert),
  listener: task('listener', createListener),
  goOn: task('goOn', createGoOn),
  close: task('close', createClose),
  rollBack: task('rollBack', createRollBack),
  confirm: task('confirm', createConfirm),
  sns: (ports, log) => (payload) => createRollBackFromSns(ports, log)(FUNCTIONS.rollBack.event.parse(payload)),
  watchdog: (ports, log) => () => createWatchdog(ports, log)(),
};

/** Timeouts as deployed, in seconds. */
export const timeoutSecondsOf = (name: EntryName): number => ROWS[name === 'sns' ? 'rollBack' : name].timeoutSeconds;

/**
 * The function that a task's ARN names.
 * @throws Error when there is none of that name
 */
export function entryNamed(arn: string): EntryName {
  const name = arn.split(':').at(-1) ?? '';
  if (!Object.hasOwn(ENTRIES, name)) throw new Error(`no handler for ${arn}`);
  return name as EntryName;
}
