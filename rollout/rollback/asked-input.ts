import * as z from 'zod';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { rollbackInputSchema } from '../../statemachine/contract/inputs.ts';
import { executionName } from '../execution.ts';
import { describeIssues } from '../issues.ts';
import { readableCause } from '../readable-cause.ts';
import { parseAwsTime } from '../time.ts';
import { nobodyAsked } from './stand-by.ts';
import { alarmChanged, personAsked, type Trigger } from './trigger.ts';

/** EventBridge, source aws.states: an execution changed its status. */
const executionEvent = z.object({
  source: z.literal('aws.states'),
  detail: z.object({
    executionArn: z.string().min(1),
    status: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

/** EventBridge, source aws.cloudwatch: an alarm changed its state. */
const alarmEvent = z.object({
  source: z.literal('aws.cloudwatch'),
  detail: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: z.string(), reason: z.string().default('no reason given'), timestamp: z.string() }),
  }),
});

const event = z.discriminatedUnion('source', [executionEvent, alarmEvent]);

/**
 * What the input of an execution that asks for a rollback means: `{"rollback":{"event":…}}` from a rule,
 * `{"rollback":{"reason":"…"}}` from a person.
 * @param startedAt when the execution was started that passes the input on
 * @throws ContractError InvalidInput
 */
export function askedTrigger(input: unknown, startedAt?: Date): Trigger {
  const { rollback } = read(
    rollbackInputSchema,
    input,
    'must be {"rollback":{"reason":"…"}} or {"rollback":{"event":{…}}}',
  );
  if ('reason' in rollback) return personAsked(rollback.reason, startedAt);
  const known = read(event, rollback.event, 'rollback.event must be an execution or an alarm event of EventBridge');
  return known.source === 'aws.states' ? executionTrigger(known.detail) : alarmTrigger(known.detail);
}

function executionTrigger(detail: z.infer<typeof executionEvent>['detail']): Trigger {
  const name = executionName(detail.executionArn);
  if (detail.status === 'RUNNING' || detail.status === 'PENDING_REDRIVE')
    return { kind: 'none', reason: `execution ${name} is ${detail.status}` };
  const words = detail.error ? ` with ${detail.error}: ${readableCause(detail.cause ?? '')}` : '';
  const ended = `its execution ended as ${detail.status}${words}`;
  const unasked = detail.status === 'TIMED_OUT' || (detail.status === 'FAILED' && nobodyAsked(detail.error ?? ''));
  return { kind: 'execution ended', id: detail.executionArn, error: 'CanaryRolledBack', reason: ended, unasked };
}

function alarmTrigger({ alarmName, state }: z.infer<typeof alarmEvent>['detail']): Trigger {
  const at = parseAwsTime(state.timestamp);
  if (!at) throw invalid(`rollback.event.detail.state.timestamp must be a time, got "${state.timestamp}"`);
  return alarmChanged({ name: alarmName, state: state.value, at, reason: state.reason });
}

function read<T>(schema: z.ZodType<T>, input: unknown, expected: string): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(`${expected}: ${describeIssues(parsed.error, input)}`);
}

function invalid(problem: string): ContractError {
  return new ContractError('InvalidInput', `execution input: ${problem}`);
}
