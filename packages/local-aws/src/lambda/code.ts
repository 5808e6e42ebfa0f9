import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Code } from './model.ts';

/** Where the code of a template's functions is on this machine. */
export interface CodeSource {
  /**
   * The unpacked folder; undefined when nobody uploaded it.
   * @param bucket S3Bucket of the template
   * @param key S3Key of the template
   */
  folderOf(bucket: string, key: string): Promise<string | undefined>;
}

/** Reads a bundle's folder once, to know its content by its hash. */
export async function readCode(folder: string): Promise<Code> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file.slice(folder.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return { folder, sha256: hash.digest('base64') };
}
