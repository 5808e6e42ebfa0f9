import { readableCause } from '../rollout/readable-cause.ts';
import { askedTrigger } from '../rollout/rollback/asked-input.ts';
import { nobodyAsked } from '../rollout/rollback/stand-by.ts';
import { snsTrigger } from '../rollout/rollback/sns-message.ts';
import type { Trigger } from '../rollout/rollback/trigger.ts';
import { parseAwsTime } from '../rollout/time.ts';
import {
  type RollBackArgs,
  type RollBackResult,
  rollBackRow,
  type SnsEvent,
} from '../statemachine/contract/rows/roll-back.ts';
import type { Execution } from '../statemachine/contract/shapes.ts';
import { handlerFor } from './middleware/handler-for.ts';
import { alarms, announcer, meter, preview, versions } from './ports/aws/wired/later.ts';
import { existing, listener } from './ports/aws/wired/lattice.ts';
import { records } from './ports/aws/wired/records.ts';
import type { Log } from './ports/logger.ts';
import { rollBack, type RollBackPorts } from './protocol/roll-back.ts';

/**
 * Revokes the claim, gives production every request, puts its version back, tells. In this order, and each part again
 * when it is called again.
 * @throws ContractError InvalidInput when an execution was asked for a rollback in a way that cannot be read
 */
export function createRollBack(ports: RollBackPorts, log: Log) {
  return async ({ execution, trigger, brokenProduction }: RollBackArgs): Promise<RollBackResult> =>
    rollBack(ports, log, triggerOf(execution, trigger), {
      rescuer: execution.id,
      ...(brokenProduction && { brokenProduction }),
    });
}

function triggerOf({ id, startedAt }: Execution, trigger: RollBackArgs['trigger']): Trigger {
  if (trigger.kind === 'own') {
    const error = trigger.error || 'Unknown';
    return {
      kind: 'rollout',
      id: trigger.rollout ?? id,
      error,
      reason: readableCause(trigger.cause),
      unasked: nobodyAsked(error),
    };
  }
  const asked = askedTrigger(trigger.input, startedAt === undefined ? undefined : new Date(startedAt));
  if (trigger.rollout === undefined || asked.kind === 'none') return asked;
  return {
    kind: 'rollout',
    id: trigger.rollout,
    error: asked.error,
    reason: asked.reason,
    unasked: asked.kind === 'execution ended' && asked.unasked,
  };
}

export interface SnsResult {
  readonly message: string;
}

/** The rollback topic's entry: the same, but nobody stays to finish; the running rollout does, or the watchdog. */
export function createRollBackFromSns(ports: RollBackPorts, log: Log) {
  return async ({ Records }: SnsEvent): Promise<SnsResult> => {
    const messages: string[] = [];
    for (const { Sns } of Records) {
      const trigger = snsTrigger(Sns.Message, parseAwsTime(Sns.Timestamp));
      if (trigger) messages.push((await rollBack(ports, log, trigger)).message);
      else
        log.error('a message on the rollback topic cannot be read; nothing was changed', {
          messageId: Sns.MessageId,
          body: Sns.Message.slice(0, 500),
        });
    }
    return { message: messages.join('; ') || 'no readable message' };
  };
}

export const handler = handlerFor(
  rollBackRow,
  { alarms, announcer, existing, listener, meter, preview, records, versions },
  (ports, log) => {
    const fromMachine = createRollBack(ports, log);
    const fromSns = createRollBackFromSns(ports, log);
    return async (args: RollBackArgs | SnsEvent): Promise<RollBackResult | SnsResult> =>
      'Records' in args ? fromSns(args) : fromMachine(args);
  },
);
