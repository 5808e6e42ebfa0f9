import { runTask, type Task } from './tasks.ts';

/** One of the processes that share the tasks: answers each as it comes, until it is let go. */
process.on('message', (task: Task) => void runTask(task).then((tally) => process.send?.(tally)));
