import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writing } from '../disk-full.ts';
import { ownFolder } from '../own-folder.ts';
import { readCode } from './code.ts';
import type { Code } from './model.ts';

/**
 * Keeps a copy of what is uploaded, as Lambda does: who builds their app again changes no published version. And a copy
 * stands alone. Node takes `index.js` for what the nearest `package.json` above it says, which on a laptop may be that
 * of any project around it; on Lambda there is none above the code's own.
 */
export class CodeStore {
  private readonly outDir: string;
  private folder: string | undefined;
  private readonly kept = new Map<string, Code>();

  /** @param outDir folder of the cloud, in which it makes one of its own when something is uploaded */
  constructor(outDir: string) {
    this.outDir = outDir;
  }

  /** Copies a folder, once for each content. @throws DiskFull */
  async keep(source: string): Promise<Code> {
    const { sha256 } = await readCode(source);
    const known = this.kept.get(sha256);
    if (known !== undefined) return known;
    const root = this.folder ?? this.makeRoot();
    const code = { sha256, folder: join(root, Buffer.from(sha256, 'base64').toString('hex')) };
    writing(code.folder, () => cpSync(source, code.folder, { recursive: true, verbatimSymlinks: true }));
    this.kept.set(sha256, code);
    return code;
  }

  /** Removes all of it. */
  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private makeRoot(): string {
    const root = ownFolder(this.outDir, 'code');
    this.folder = root;
    writing(root, () => writeFileSync(join(root, 'package.json'), '{}\n'));
    return root;
  }
}
