import { rmSync, writeFileSync } from 'node:fs';

/** There is no room for a file; the message names it and says what to do. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull';

  constructor(file: string, cause?: unknown) {
    super(`${file} cannot be written, for the disk is full: free some space and start again`, { cause });
  }
}

/** As Node.js says it, and esbuild and others that are written in Go; the file comes after, copies last, or before. */
const FULL = /(\/\S+: )?(?:no space left on device|disk quota exceeded)(?:, \w+ (?:'[^']+' -> )?'([^']+)')?/i;

/**
 * Finds out whether a text tells of a full disk.
 * @param file the one to name where the text names none
 */
export function diskFullIn(text: string, file: string): DiskFull | undefined {
  const found = FULL.exec(text);
  if (found === null) return undefined;
  return new DiskFull(found[2] ?? found[1]?.replace(/: $/, '') ?? file, text);
}

/** The full disk for which something else failed; undefined where that was not why. */
export function diskFullBehind(error: unknown): DiskFull | undefined {
  if (error instanceof DiskFull) return error;
  return error instanceof Error ? diskFullBehind(error.cause) : undefined;
}

/**
 * Runs something that writes a file.
 * @throws DiskFull where there is no room for it; any other error as it comes
 */
export function writing<T>(file: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw diskFullIn((error as Error).message, file) ?? error;
  }
}

/**
 * Writes a file, whole or not at all: half of it would be read as all there is.
 * @throws DiskFull
 */
export function writeWhole(file: string, text: string): void {
  try {
    writing(file, () => writeFileSync(file, text));
  } catch (error) {
    if (error instanceof DiskFull) rmSync(file, { force: true });
    throw error;
  }
}
