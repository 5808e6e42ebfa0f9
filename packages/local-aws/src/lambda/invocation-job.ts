import type { Job } from './function-process.ts';
import type { Outcome } from './outcome.ts';
import type { Target } from './registry.ts';
import type { TimeBase } from './worker/protocol.ts';

/** An invocation of what was reached. */
export class InvocationJob implements Job {
  readonly id: string;
  readonly payload: string;
  readonly invokedFunctionArn: string;
  readonly time: TimeBase;
  private readonly over: (outcome: Outcome) => void;

  constructor(
    { record, qualifier }: Target,
    payload: string,
    id: string,
    time: TimeBase,
    over: (outcome: Outcome) => void,
  ) {
    this.id = id;
    this.payload = payload;
    this.invokedFunctionArn = qualifier === undefined ? record.arn : `${record.arn}:${qualifier}`;
    this.time = time;
    this.over = over;
  }

  finish(outcome: Outcome): void {
    this.over(outcome);
  }
}
