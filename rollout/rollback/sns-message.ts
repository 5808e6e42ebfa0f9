import * as z from 'zod';
import { parseJson } from '../../statemachine/contract/json-text.ts';
import { parseAwsTime } from '../time.ts';
import { alarmChanged, personAsked, type Trigger } from './trigger.ts';

/** What CloudWatch publishes when an alarm acts on a topic. */
const alarmMessage = z.object({
  AlarmName: z.string().min(1),
  NewStateValue: z.string(),
  NewStateReason: z.string().default('no reason given'),
  StateChangeTime: z.string().optional(),
});

/** What a person or another monitor publishes. */
const request = z.object({ reason: z.string().min(1) });

/**
 * What a message on the rollback topic asks for; undefined when it cannot be read.
 * @param publishedAt SNS delivers at least once, and Lambda tries again for minutes
 */
export function snsTrigger(message: string, publishedAt: Date | undefined): Trigger | undefined {
  const body = parseJson(message);
  const alarm = alarmMessage.safeParse(body);
  if (alarm.success) {
    const { AlarmName: name, NewStateValue: state, NewStateReason: reason, StateChangeTime: changed } = alarm.data;
    // Another monitor may speak in the form of an alarm and not say when: SNS does.
    const at = changed === undefined ? publishedAt : parseAwsTime(changed);
    return at && alarmChanged({ name, state, at, reason });
  }
  const asked = request.safeParse(body);
  return asked.success ? personAsked(asked.data.reason, publishedAt) : undefined;
}
