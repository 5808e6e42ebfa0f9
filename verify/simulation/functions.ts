import { createCheck } from '../../handlers/check.ts';
import { createClaim } from '../../handlers/claim.ts';
import { createClose } from '../../handlers/close.ts';
import { createConfirm } from '../../handlers/confirm.ts';
import { createGoOn } from '../../handlers/go-on.ts';
import { createPromote } from '../../handlers/promote.ts';
import { createRevert } from '../../handlers/revert.ts';
import { createRollBack, createRollBackFromSns } from '../../handlers/roll-back.ts';
import { createShift } from '../../handlers/shift.ts';
import { createSmokeTest } from '../../handlers/smoke-test.ts';
import { createWatchdog } from '../../handlers/watchdog.ts';
import { snsEvent } from '../../handlers/domain/sns-message.ts';
import type { Ports } from '../../handlers/ports/index.ts';
import type { Log } from '../../handlers/ports/logger.ts';
import { WRITER_TIMEOUT_SECONDS } from '../../statemachine/contract/plan.ts';
import * as payloads from '../../statemachine/contract/payloads.ts';
import { FUNCTION_TIMEOUT_SECONDS, type RolloutFunction } from '../../statemachine/timeouts.ts';

/** The functions of the machine, and the two that it does not invoke: what a topic calls and what a schedule calls. */
export type FunctionName = RolloutFunction | 'sns' | 'watchdog';

/** A function as its factory makes it, with the schema in front of it that its middleware has. */
export type LambdaFunction = (ports: Ports, log: Log) => (payload: unknown) => Promise<unknown>;
export type Functions = Readonly<Record<FunctionName, LambdaFunction>>;

export const FUNCTIONS: Functions = {
  claim: (ports) => (payload) => createClaim(ports)(payloads.claimArgs.parse(payload)),
  smokeTest: (ports) => (payload) => createSmokeTest(ports)(payloads.smokeTestArgs.parse(payload)),
  shift: (ports) => (payload) => createShift(ports)(payloads.shiftArgs.parse(payload)),
  check: (ports) => (payload) => createCheck(ports)(payloads.checkArgs.parse(payload)),
  promote: (ports) => (payload) => createPromote(ports)(payloads.promoteArgs.parse(payload)),
  revert: (ports) => (payload) => createRevert(ports)(payloads.revertArgs.parse(payload)),
  goOn: (ports) => (payload) => createGoOn(ports)(payloads.goOnArgs.parse(payload)),
  close: (ports) => (payload) => createClose(ports)(payloads.closeArgs.parse(payload)),
  rollBack: (ports, log) => (payload) => createRollBack(ports, log)(payloads.rollBackArgs.parse(payload)),
  confirm: (ports) => (payload) => createConfirm(ports)(payloads.confirmArgs.parse(payload)),
  sns: (ports, log) => (payload) => createRollBackFromSns(ports, log)(snsEvent.parse(payload)),
  watchdog: (ports, log) => () => createWatchdog(ports, log)(),
};

/** Timeouts as deployed, in seconds. */
export const timeoutSecondsOf = (name: FunctionName): number =>
  name === 'sns' || name === 'watchdog' ? WRITER_TIMEOUT_SECONDS : FUNCTION_TIMEOUT_SECONDS[name];

/** The function that a task's ARN names. */
export function functionNamed(arn: string): FunctionName {
  const name = arn.split(':').at(-1) ?? '';
  if (!Object.hasOwn(FUNCTIONS, name)) throw new Error(`no handler for ${arn}`);
  return name as FunctionName;
}
