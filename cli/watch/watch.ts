import { executionName } from '../../rollout/execution.ts';
import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import { Status } from '../status.ts';
import { watchDisplay } from './displays.ts';
import { follow } from './follow.ts';
import type { Outcome } from './outcome.ts';

/**
 * Shows a release until it is over. Ctrl-C ends the watching only, and says so.
 * @param since what happened before is not told; from its start unless given
 * @returns how it ended
 * @throws Interrupted when somebody pressed Ctrl-C
 */
export async function watchRelease(context: Context, execution: string, json: boolean, since?: Date): Promise<Outcome> {
  const { cloud, host, own, pause, ports, terminal } = context;
  const display = watchDisplay(terminal, json);
  const looks = follow({ ports, now: () => cloud.now(), execution, pause, ...(since && { since }) });
  const interruption = aborted(host.signal);
  try {
    for (;;) {
      const { done, value } = await Promise.race([looks.next(), interruption]);
      if (done === true) {
        display.end(value);
        return value;
      }
      display.show(value);
    }
  } catch (error) {
    display.stop();
    if (!host.signal.aborted) throw error;
    const name = executionName(execution);
    terminal.err(
      `\nStopped watching. The release goes on; look again:\n  ${own(`watch ${name}`)}\nEnd it: ${own('abort')}\n`,
    );
    throw new Interrupted('watching was interrupted', { cause: error });
  }
}

/**
 * What follows a rollback that a command asked for, until production has every request again.
 * @returns the exit status: ok, too, where it ended as was asked for
 */
export async function watchUntilBack(
  context: Context,
  execution: string,
  { json, since }: { readonly json: boolean; readonly since: Date },
): Promise<Status> {
  const { status, word } = await watchRelease(context, execution, json, since);
  return word === 'rolled back' || word === 'aborted' ? Status.ok : status;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
