import type { CloudEvent } from 'local-aws';
import { EXPECTED_FAILURES } from '../../statemachine/contract/errors.ts';

/** Whether an event is delivered, or after how many milliseconds each time that it is. */
export type Delivery = 'deliver' | 'drop' | readonly number[];

/** @param usual milliseconds */
export function delaysOf(delivery: Delivery, usual: number): readonly number[] {
  if (delivery === 'deliver') return [usual];
  return delivery === 'drop' ? [] : delivery;
}

/** What the two rules of the template let through. */
export function asksForRollback({ source, detail }: CloudEvent): boolean {
  if (source === 'aws.cloudwatch') return true;
  if (detail.status === 'ABORTED' || detail.status === 'TIMED_OUT') return true;
  const expected: readonly string[] = EXPECTED_FAILURES;
  return detail.status === 'FAILED' && !(typeof detail.error === 'string' && expected.includes(detail.error));
}
