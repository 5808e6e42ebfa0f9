import { execFileSync } from 'node:child_process';

export interface Memory {
  /** Of this process: the cloud and its clients. Megabytes. */
  readonly rss: number;
  /** Used after a garbage collection. */
  readonly heap: number;
  /** Outside of the heap: buffers. */
  readonly external: number;
  /** Of the functions' processes together. */
  readonly functions: number;
  readonly processes: number;
}

const MEGABYTE = 1024 * 1024;

/** @throws Error when the program was started without --expose-gc: the heap says nothing then */
export function measureMemory(): Memory {
  if (globalThis.gc === undefined) throw new Error('start it with --expose-gc, as `npm run bench:soak` does');
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const children = execFileSync('ps', ['-A', '-o', 'ppid=,rss=,comm='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([parent, , command]) => parent === String(process.pid) && command !== 'ps');
  const kilobytes = children.reduce((sum, [, size]) => sum + Number(size), 0);
  return {
    rss: rss / MEGABYTE,
    heap: heapUsed / MEGABYTE,
    external: external / MEGABYTE,
    functions: kilobytes / 1024,
    processes: children.length,
  };
}
