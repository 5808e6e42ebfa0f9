import type { Context } from '../context.ts';
import { explain } from '../explain.ts';

/**
 * Aborts a release that was started to fail, and says so. One that is being rolled back is left alone: to abort that
 * would only make it later. What cannot be done is said with the command that does it; nothing is thrown.
 */
export async function stopRelease({ own, ports, terminal }: Context, execution: string, why: string): Promise<void> {
  try {
    const { rollout } = await ports.records.read();
    if (rollout?.id === execution && rollout.phase === 'rolling back') {
      terminal.err(`\nThe release that certify started is being rolled back (${why}). See it: ${own('status')}\n`);
      return;
    }
    const running = await ports.machine.describe(execution);
    if (running !== undefined && running.status !== 'RUNNING') return;
    await ports.machine.stop(execution, `canary certify: ${why}`);
    terminal.err(
      `\nThe release that certify started is aborted (${why}); production gets every request back now. ` +
        `See it: ${own('status')}\n`,
    );
  } catch (error) {
    terminal.err(
      `\nThe release that certify started could not be aborted: ${explain(error)}\nDo it: ${own('abort')}\n`,
    );
  }
}
