import { createHash } from 'node:crypto';
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writing } from '../disk-full.ts';
import { ownFolder } from '../own-folder.ts';
import { readCode } from './code.ts';
import type { Code } from './model.ts';
import { linkOwnModules, linkRuntimeModules } from './runtime-modules.ts';

/**
 * Keeps a copy of what is uploaded, as Lambda does: who builds their app again changes no published version. And a copy
 * stands alone. Node takes `index.js` for what the nearest `package.json` above it says, which on a laptop may be that
 * of any project around it; on Lambda there is none above the code's own.
 */
export class CodeStore {
  private readonly outDir: string;
  private folder: string | undefined;
  /** Folders whose modules stand in for those of Lambda's runtime, before this package's own. */
  private readonly lenders = new Set<string>();
  private readonly kept = new Map<string, Code>();

  /** @param outDir folder of the cloud, in which it makes one of its own when something is uploaded */
  constructor(outDir: string) {
    this.outDir = outDir;
  }

  /** What a folder's modules have of those that Lambda's runtime brings is there for every function from now on. */
  lend(folder: string): void {
    this.lenders.add(folder);
    if (this.folder !== undefined) linkRuntimeModules(join(this.folder, 'node_modules'), folder);
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

  /**
   * A copy of the code with folders of modules beside it, where Node looks for what the code has none of its own.
   * @param places of the modules in each content, of which later ones count, as do later contents
   */
  beside(code: Code, contents: readonly Code[], places: readonly string[]): string {
    const hash = createHash('sha256').update([...contents.map(({ sha256 }) => sha256), ...places].join(' '));
    const around = join(dirname(code.folder), `layers-${hash.digest('hex').slice(0, 16)}`);
    const folder = join(around, basename(code.folder));
    if (existsSync(folder)) return folder;
    const modules = places.flatMap((place) => contents.map((content) => join(content.folder, place)));
    writing(folder, () => {
      for (const from of modules.filter((each) => existsSync(each)))
        cpSync(from, join(around, 'node_modules'), { recursive: true, verbatimSymlinks: true });
      cpSync(code.folder, folder, { recursive: true, verbatimSymlinks: true });
    });
    return folder;
  }

  /** Removes all of it. */
  close(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }

  private makeRoot(): string {
    const root = ownFolder(this.outDir, 'code');
    this.folder = root;
    const modules = join(root, 'node_modules');
    writing(root, () => {
      writeFileSync(join(root, 'package.json'), '{}\n');
      for (const folder of this.lenders) linkRuntimeModules(modules, folder);
      linkOwnModules(modules);
    });
    return root;
  }
}
