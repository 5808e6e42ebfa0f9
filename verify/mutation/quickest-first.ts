import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the tests are that a mutant meets: the folder whose tests load least comes first. */
export const FOLDERS = ['test/rollout/', 'test/handlers/', 'test/statemachine/'];

/**
 * Most mutants fail a test of the first file, and then no other is loaded. So first comes what loads least, of that
 * what failed last time, then what took least.
 */
export class QuickestFirst extends BaseSequencer {
  /** Milliseconds that a file's tests took at most, of all runs: a later one is of only some of them. */
  static readonly #longest = new Map<string, number>();

  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const ranked = files.map((file) => ({ file, rank: this.#rank(file) }));
    return Promise.resolve(ranked.toSorted((a, b) => inOrder(a.rank, b.rank)).map(({ file }) => file));
  }

  #rank(file: TestSpecification): readonly number[] {
    const path = relative(this.ctx.config.root, file.moduleId);
    const last = this.ctx.cache.getFileTestResults(`${file.project.name}:${path}`);
    const longest = Math.max(QuickestFirst.#longest.get(path) ?? 0, last?.duration ?? 0);
    QuickestFirst.#longest.set(path, longest);
    return [FOLDERS.findIndex((folder) => path.startsWith(folder)), Number(!last?.failed), longest];
  }
}

/** By the first of their numbers that differ. */
const inOrder = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, i) => value - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
