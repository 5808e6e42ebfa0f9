import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

/**
 * One log file for each function; its processes write to it themselves, so that what they print costs the local cloud
 * nothing.
 */
export class LogFiles {
  private readonly folder: string;
  private readonly open = new Map<string, number>();
  private readonly silent = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /**
   * File descriptor for a process to print to.
   * @param silent true for a function that may not write logs: what it prints is lost
   */
  of(functionName: string, silent = false): number {
    if (silent) this.silent.add(functionName);
    else this.silent.delete(functionName);
    return this.fileAt(silent ? devNull : this.pathOf(functionName));
  }

  isSilent(functionName: string): boolean {
    return this.silent.has(functionName);
  }

  /** A line of Lambda's own, such as that of a timeout. */
  append(functionName: string, line: string): void {
    if (!this.isSilent(functionName)) writeSync(this.fileAt(this.pathOf(functionName)), `${line}\n`);
  }

  close(): void {
    this.open.forEach((fd) => closeSync(fd));
    this.open.clear();
  }

  private pathOf(functionName: string): string {
    return join(this.folder, `${functionName}.log`);
  }

  private fileAt(path: string): number {
    const known = this.open.get(path);
    if (known !== undefined) return known;
    const fd = openSync(path, 'a');
    this.open.set(path, fd);
    return fd;
  }
}
