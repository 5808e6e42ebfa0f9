import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/types.ts';

/**
 * A file that lines are appended to. One that cannot be written, on a full disk for example, stops nobody: the line is
 * lost, stderr is told once, and the file how many it were as soon as it can be written again.
 */
export class LineFile {
  private readonly path: string;
  /** For processes that write to it themselves. */
  readonly fd: number;
  private lost = 0;
  private told = false;
  private open = true;

  private readonly write: (fd: number, text: string) => void;

  /**
   * @param write not writeSync unless told, which may write a part and call it a success
   * @throws Error when it cannot be opened
   */
  constructor(path: string, write: (fd: number, text: string) => void = appendFileSync) {
    this.path = path;
    this.write = write;
    this.fd = openSync(path, 'a');
  }

  /** @param line without its end */
  append(line: string): void {
    if (!this.open) return;
    const before =
      this.lost === 0 ? '' : `${this.lost} lines before this one are lost: the file could not be written\n`;
    try {
      this.write(this.fd, `${before}${line}\n`);
      this.lost = 0;
    } catch (error) {
      this.lost += 1;
      if (!this.told)
        process.stderr.write(`${this.path} cannot be written, and loses lines: ${(error as Error).message}\n`);
      this.told = true;
    }
  }

  close(): void {
    if (this.open) closeSync(this.fd);
    this.open = false;
  }
}

/** What the local cloud tells of itself, one line each with simulated time. */
export interface LogFile {
  readonly log: Log;
  close(): void;
}

/** @throws Error when it cannot be opened */
export function openLogFile(path: string, clock: Clock): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  const file = new LineFile(path);
  return {
    log: (service, message) => file.append(`${new Date(clock.now()).toISOString()} ${service}: ${message}`),
    close: () => file.close(),
  };
}
