import type { Context } from '../context.ts';
import { Status } from '../status.ts';
import { HistoryReader } from '../story/history-reader.ts';
import { outcomeOf } from '../watch/outcome.ts';
import { watchRelease } from '../watch/watch.ts';

/**
 * Something was said to the release that runs, by an execution of its own: waits for the answer and, where that is
 * wanted, for the release's end.
 */
export async function heardBy(context: Context, said: string, release: string, watch = false): Promise<Status> {
  const status = await answerTo(context, said);
  return status === Status.ok && watch ? (await watchRelease(context, release, false)).status : status;
}

/** Its own execution has one task and ends within seconds; what that answered is the answer. */
async function answerTo({ pause, ports: { machine }, say }: Context, arn: string): Promise<Status> {
  for (;;) {
    const execution = await machine.describe(arn);
    if (execution !== undefined && execution.status !== 'RUNNING') {
      const reader = new HistoryReader(arn, execution.input, true);
      const heard = reader.read(await machine.history(arn, 0));
      const answer = heard.findLast((happening) => happening.kind === 'answered');
      const { status, text } = outcomeOf(execution, reader.state, undefined);
      const told = status === Status.ok ? (answer?.message ?? text) : text;
      say(told === text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${told}.`);
      return status;
    }
    await pause();
  }
}
