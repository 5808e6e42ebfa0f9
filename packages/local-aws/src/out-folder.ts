import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock } from './core/clock.ts';
import { writing } from './disk-full.ts';
import { buildWorker } from './lambda/worker-file.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { removeLeftovers } from './own-folder.ts';

/** The folder of a cloud, with what is in it from the start. */
export interface OutFolder {
  /** Absolute. */
  readonly outDir: string;
  readonly logFile: LogFile;
  /** For the functions' logs. */
  readonly logFolder: string;
  /** The program that function processes run. */
  readonly workerFile: string;
}

/**
 * Removes what killed processes left in the folder, then makes what a cloud needs there.
 * @throws DiskFull; nothing is left open then
 */
export function openOutFolder(folder: string, clock: Clock): OutFolder {
  const outDir = resolve(folder);
  const logFolder = join(outDir, 'logs');
  const log = join(outDir, 'cloud.log');
  writing(logFolder, () => mkdirSync(logFolder, { recursive: true }));
  removeLeftovers(outDir);
  const workerFile = buildWorker(outDir);
  return { outDir, logFolder, workerFile, logFile: writing(log, () => openLogFile(log, clock)) };
}
