import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One log file for each function; its processes write to it themselves, so that what they print costs the local cloud nothing. */
export class LogFiles {
  private readonly folder: string;
  private readonly open = new Map<string, number>();

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** File descriptor to append to. */
  of(functionName: string): number {
    const known = this.open.get(functionName);
    if (known !== undefined) return known;
    const fd = openSync(join(this.folder, `${functionName}.log`), 'a');
    this.open.set(functionName, fd);
    return fd;
  }

  /** A line of Lambda's own, such as that of a timeout. */
  append(functionName: string, line: string): void {
    writeSync(this.of(functionName), `${line}\n`);
  }

  close(): void {
    this.open.forEach((fd) => closeSync(fd));
    this.open.clear();
  }
}
