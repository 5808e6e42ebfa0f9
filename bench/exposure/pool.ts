import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT, TSX } from '../support/program.ts';
import type { Tally } from './tally.ts';
import { runTask, type Task } from './tasks.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/**
 * Runs all of them, in so many processes; one is this one. The tallies come in the order of the tasks, and are the same
 * however many processes there are.
 * @param progress is told after each how many are done
 * @throws Error when a process dies
 */
export async function runTasks(
  tasks: readonly Task[],
  processes: number,
  progress: (done: number) => void = () => undefined,
): Promise<readonly Tally[]> {
  const tallies: Tally[] = [];
  if (processes === 1) {
    for (const task of tasks) {
      tallies.push(await runTask(task));
      progress(tallies.length);
    }
    return tallies;
  }
  let next = 0;
  let done = 0;
  await Promise.all(Array.from({ length: Math.min(processes, tasks.length) }, work));
  return tallies;

  function work(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = fork(WORKER, { execArgv: TSX.slice(1), cwd: ROOT });
      let at = 0;
      const give = () => {
        at = next;
        const task = tasks[next];
        next += 1;
        if (task === undefined) worker.disconnect();
        else worker.send(task);
      };
      worker.on('message', (tally: Tally) => {
        tallies[at] = tally;
        done += 1;
        progress(done);
        give();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`a process of the benchmark ended with ${code}`));
      });
      give();
    });
  }
}
