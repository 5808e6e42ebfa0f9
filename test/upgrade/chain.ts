import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyName } from './assemblies.ts';
import { violationsOf } from './leg-violations.ts';
import { ownedByRollouts, type Template } from './owned.ts';
import type { Point } from './points.ts';
import { rehearse } from './rehearse.ts';
import { type Product, Stage } from './stage.ts';
import { CURRENT_STATES, type States } from './states.ts';

/** `on` updates to the sources as they are, `back` to the version that is kept. */
export type Direction = 'on' | 'back';

/**
 * Updates one cloud again and again, each time with a release at another point. So each update is met by a release, and
 * by the next one, which needs what the one before has left.
 */
export class Chain {
  private readonly kept: Product;
  private readonly current: Product;
  private readonly first: string;
  private readonly owned: Template['Resources'];
  private stage: Stage | undefined;

  /**
   * @param keptFolder of the kept version's assemblies
   * @param currentFolder of those of the sources as they are
   * @param name of the one of them that is deployed
   */
  constructor(keptFolder: string, states: States, currentFolder: string, name: AssemblyName = '2.0.0') {
    this.kept = { assembly: join(keptFolder, '2.0.0'), states };
    this.current = { assembly: join(currentFolder, name), states: CURRENT_STATES };
    this.first = join(keptFolder, '1.0.0');
    this.owned = ownedByRollouts(templateOf(this.kept.assembly));
  }

  /** @returns what was not as it should be */
  async play(point: Point, direction: Direction): Promise<readonly string[]> {
    const [from, to] = direction === 'on' ? [this.kept, this.current] : [this.current, this.kept];
    const stage = (this.stage ??= await Stage.open(from, this.first));
    if (stage.deployed !== from) await stage.deploy(from);
    const seen = await rehearse(stage, point, async () => {
      const written = await stage.deploy(to);
      return written.flatMap((id) => this.owned[id]?.Type ?? []);
    });
    const violations = violationsOf(seen);
    // What one has left behind must not be held against the next.
    if (violations.length > 0) await this.close();
    return violations;
  }

  async close(): Promise<void> {
    await this.stage?.close();
    this.stage = undefined;
  }
}

function templateOf(assembly: string): Template {
  const file = readdirSync(assembly).find((name) => name.endsWith('.template.json')) ?? '';
  return JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template;
}
