import { mkdirSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { LineFile } from '../log-file.ts';

/**
 * One log file for each function; its processes write to it themselves, so that what they print costs the local cloud
 * nothing.
 */
export class LogFiles {
  private readonly folder: string;
  private readonly open = new Map<string, LineFile>();
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
    return this.fileAt(silent ? devNull : this.pathOf(functionName)).fd;
  }

  isSilent(functionName: string): boolean {
    return this.silent.has(functionName);
  }

  /** A line of Lambda's own, such as that of a timeout. */
  append(functionName: string, line: string): void {
    if (!this.isSilent(functionName)) this.fileAt(this.pathOf(functionName)).append(line);
  }

  close(): void {
    this.open.forEach((file) => file.close());
    this.open.clear();
  }

  private pathOf(functionName: string): string {
    return join(this.folder, `${functionName}.log`);
  }

  private fileAt(path: string): LineFile {
    const known = this.open.get(path);
    if (known !== undefined) return known;
    const file = new LineFile(path);
    this.open.set(path, file);
    return file;
  }
}
