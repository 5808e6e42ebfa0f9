import type { Context } from '../context.ts';
import { Status } from '../status.ts';
import { HistoryReader } from '../story/history-reader.ts';
import { outcomeOf } from '../watch/outcome.ts';
import { watchRelease } from '../watch/watch.ts';

/**
 * Something was said to the release that runs, by an execution of its own: waits for the answer and, where that is
 * wanted, for the release's end.
 */
export async function heardBy(
  context: Context,
  said: string,
  release: string,
  { json = false, watch = false }: { readonly json?: boolean; readonly watch?: boolean },
): Promise<Status> {
  const { message, status } = await answerTo(context, said);
  context.say(json ? JSON.stringify({ execution: said, answer: message, status }) : message);
  return status === Status.ok && watch ? (await watchRelease(context, release, json)).status : status;
}

interface Answer {
  readonly status: Status;
  /** A sentence. */
  readonly message: string;
}

/** Its own execution has one task and ends within seconds; what that answered is the answer. */
async function answerTo({ pause, ports: { machine } }: Context, arn: string): Promise<Answer> {
  for (;;) {
    const execution = await machine.describe(arn);
    if (execution !== undefined && execution.status !== 'RUNNING') {
      const reader = new HistoryReader(arn, execution.input, true);
      const heard = reader.read(await machine.history(arn, 0));
      const answer = heard.findLast((happening) => happening.kind === 'answered');
      const { status, text } = outcomeOf(execution, reader.state, undefined);
      const told = status === Status.ok ? (answer?.message ?? text) : text;
      return { status, message: told === text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : `${told}.` };
    }
    await pause();
  }
}
