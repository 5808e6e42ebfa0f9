import type { State, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import { checkLoop } from './check-loop.ts';
import { StateName } from './contract/names.ts';
import { NO_5XX_SEEN } from './contract/answer-metrics.ts';
import { EXECUTION, jsonata } from './jsonata.ts';
import { ADVANCE_RETRIES } from './outline/retries.ts';
import { wait, type RolloutParts } from './parts.ts';
import { smokeTestTask } from './smoke-test.ts';
import { shiftTask } from './steps.ts';
import { rollBackOnFailure, task } from './task.ts';

/**
 * The canary's version becomes production's. The weights return only when production answers with it every time, so
 * that no request goes back to the old version; then production's own alarms watch before the claim is closed.
 */
export function promotion(parts: RolloutParts, promoted: Succeed): State {
  const { scope, plan } = parts;
  const promote = task(parts, StateName.promote, {
    comment: 'Point production at the new version; previous keeps the old one',
    invoke: 'promote',
    args: { execution: EXECUTION, version: jsonata('$version'), previousVersion: jsonata('$previousVersion') },
    retries: ADVANCE_RETRIES,
  });
  rollBackOnFailure(promote, parts.rollBack);

  const close = task(parts, StateName.close, {
    comment: 'From here on the release stays, whatever happens to this execution',
    invoke: 'close',
    args: {
      execution: EXECUTION,
      rollout: EXECUTION.id,
      outcome: 'promoted',
      ...(parts.answersFrom === 'none' && { note: NO_5XX_SEEN }),
    },
    retries: ADVANCE_RETRIES,
  });
  rollBackOnFailure(close, parts.rollBack);
  close.next(promoted);

  const watch = checkLoop(parts, {
    waitName: StateName.watch,
    checkName: StateName.checkProduction,
    healthyName: StateName.productionHealthy,
    subject: 'production',
    weight: 0,
    seconds: plan.watchSeconds,
    advance: close,
  });

  promote
    .next(wait(scope, StateName.settlePromotion, plan.settleSeconds, 'Give the alias time to take effect everywhere'))
    .next(
      smokeTestTask(
        parts,
        StateName.confirmProduction,
        'production',
        'Production must answer with the new version every time',
      ),
    )
    .next(
      shiftTask(parts, StateName.returnTraffic, 0, 'Both sides run the new version now: give production every request'),
    )
    .next(wait(scope, StateName.settleReturn, plan.settleSeconds, 'Give the data plane time to follow the new weights'))
    .next(watch);
  return promote;
}
