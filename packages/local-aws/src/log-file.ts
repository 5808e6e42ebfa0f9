import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/types.ts';

/** What the local cloud tells of itself, one line each with simulated time. */
export interface LogFile {
  readonly log: Log;
  close(): void;
}

export function openLogFile(path: string, clock: Clock): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'a');
  let open = true;
  return {
    log(service, message) {
      if (open) writeSync(fd, `${new Date(clock.now()).toISOString()} ${service}: ${message}\n`);
    },
    close() {
      open = false;
      closeSync(fd);
    },
  };
}
