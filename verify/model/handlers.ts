import { createCheck } from '../../handlers/check.ts';
import { createClaim } from '../../handlers/claim.ts';
import { createClose } from '../../handlers/close.ts';
import { createConfirm } from '../../handlers/confirm.ts';
import { createPromote } from '../../handlers/promote.ts';
import { createRevert } from '../../handlers/revert.ts';
import { createRollBack, createRollBackFromSns } from '../../handlers/roll-back.ts';
import { createShift } from '../../handlers/shift.ts';
import { createSmokeTest } from '../../handlers/smoke-test.ts';
import { createWatchdog } from '../../handlers/watchdog.ts';
import type { Log } from '../../handlers/ports/logger.ts';
import type { Handler } from './handler-runs.ts';

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** The real handlers, as `handlers/*.ts` make them. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  claim: (ports) => createClaim(ports) as ReturnType<Handler>,
  smokeTest: (ports) => createSmokeTest(ports) as ReturnType<Handler>,
  shift: (ports) => createShift(ports) as ReturnType<Handler>,
  check: (ports) => createCheck(ports) as ReturnType<Handler>,
  promote: (ports) => createPromote(ports) as ReturnType<Handler>,
  revert: (ports) => createRevert(ports) as ReturnType<Handler>,
  close: (ports) => createClose(ports) as ReturnType<Handler>,
  rollBack: (ports) => createRollBack(ports, silent) as ReturnType<Handler>,
  confirm: (ports) => createConfirm(ports) as ReturnType<Handler>,
  sns: (ports) => createRollBackFromSns(ports, silent) as ReturnType<Handler>,
  watchdog: (ports) => createWatchdog(ports, silent),
};
