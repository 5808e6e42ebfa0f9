import { executionName } from '../../rollout/execution.ts';
import type { Context } from '../context.ts';
import { Interrupted } from '../errors.ts';
import type { Status } from '../status.ts';
import { watchDisplay } from './displays.ts';
import { follow } from './follow.ts';
import type { Outcome } from './outcome.ts';

/**
 * Shows a release until it is over. Ctrl-C ends the watching only, and says so.
 * @returns how it ended
 * @throws Interrupted when somebody pressed Ctrl-C
 */
export async function watchRelease(context: Context, execution: string, json: boolean): Promise<Outcome> {
  const { cloud, host, own, pause, ports, terminal } = context;
  const display = watchDisplay(terminal, json);
  const looks = follow({ ports, now: () => cloud.now(), execution, pause });
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

/** @returns the exit status of a command that only wanted the rollback that it asked for to be over */
export async function watchUntilBack(context: Context, execution: string): Promise<Status | 'back'> {
  const { status, word } = await watchRelease(context, execution, false);
  return word === 'rolled back' || word === 'aborted' ? 'back' : status;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}
