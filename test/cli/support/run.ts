import pc from 'picocolors';
import type { Host } from '../../../cli/context.ts';
import { runProgram } from '../../../cli/program.ts';
import type { Size } from '../../../cli/story/redraw.ts';
import type { ClientSettings } from '../../../cli/connection.ts';
import { FakeCloud } from './fake-cloud.ts';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** What the clients would have been made with. */
  readonly settings: ClientSettings | undefined;
  /** How long it paused each time, in milliseconds. */
  readonly pauses: readonly number[];
  /** By path: what was there before, and what was written. */
  readonly files: ReadonlyMap<string, string>;
}

export interface RunOptions {
  readonly cloud?: FakeCloud;
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: Size;
  /** By path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Runs at each pause: what happens meanwhile. It may abort the signal, as Ctrl-C does. */
  readonly meanwhile?: (pause: number, interrupt: () => void) => void;
}

/** Runs a command line in memory. A program that pauses more often than this hangs. */
const MOST_PAUSES = 200;

export async function run(line: string | readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { cloud = new FakeCloud(), env = { AWS_REGION: 'eu-west-1' }, meanwhile = () => undefined, size } = options;
  const files = new Map(Object.entries(options.files ?? {}));
  const written = { out: '', err: '' };
  const pauses: number[] = [];
  const controller = new AbortController();
  let settings: ClientSettings | undefined;
  const host: Host = {
    terminal: {
      out: (text) => void (written.out += text),
      err: (text) => void (written.err += text),
      size: () => size,
      colors: pc.createColors(false),
    },
    env,
    program: 'lattice-canary',
    version: '1.2.3',
    connect: (given) => {
      settings = given;
      return cloud;
    },
    sleep: async (ms, signal) => {
      pauses.push(ms);
      if (pauses.length > MOST_PAUSES) throw new Error(`paused ${MOST_PAUSES} times`);
      meanwhile(pauses.length, () => controller.abort(new Error('SIGINT')));
      signal.throwIfAborted();
    },
    signal: controller.signal,
    files: {
      read: (path) => files.get(path),
      write: (path, text) => void files.set(path, text),
    },
  };
  const status = await runProgram(typeof line === 'string' ? line.split(' ').filter(Boolean) : line, host);
  return { status, ...written, settings, pauses, files };
}
