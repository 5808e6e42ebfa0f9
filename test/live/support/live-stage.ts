import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Happening } from '../../../cli/story/happenings.ts';
import { openStage, type Stage, type StageOptions } from '../../../local/cli/stage.ts';
import { until, yes } from 'local-aws/clock';

export const assemblyOf = (release: string): string => join(inject('assemblies'), release);

/** A folder of its own for each cloud. */
export function newFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'lattice-canary-live-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

type Kind = Happening['kind'];
type Of<K extends Kind> = Extract<Happening, { kind: K }>;

/** A local cloud with 1.0.0 in production, and everything that happens in it. */
export interface LiveStage extends Stage {
  /** The first happening of a kind that fits, whether it is over or still to come. */
  happening<K extends Kind>(kind: K, fits: (happening: Of<K>) => boolean): Promise<Of<K>>;
  /** Resolves when no execution runs and nobody holds the claim. */
  atRest(): Promise<void>;
}

/** @param options assemblies are those that all live tests share unless told */
export async function openLiveStage(
  options: Pick<StageOptions, 'candidate' | 'speed' | 'rps' | 'assemblyOf' | 'consolePort' | 'doubts'>,
): Promise<LiveStage> {
  const folder = newFolder();
  const happened: Happening[] = [];
  const waiting = new Set<(happening: Happening) => void>();
  const tell = (happening: Happening) => {
    happened.push(happening);
    waiting.forEach((hear) => hear(happening));
  };
  const stage = await openStage({
    assemblyOf,
    ...options,
    first: '1.0.0',
    port: 0,
    outDir: folder.path,
    signal: new AbortController().signal,
    tell,
  });
  return {
    ...stage,
    happening: <K extends Kind>(kind: K, fits: (happening: Of<K>) => boolean) =>
      new Promise<Of<K>>((resolve) => {
        const hear = (happening: Happening) => {
          if (happening.kind !== kind || !fits(happening as Of<K>)) return;
          waiting.delete(hear);
          resolve(happening as Of<K>);
        };
        waiting.add(hear);
        happened.forEach(hear);
      }),
    atRest: async () => {
      await until(async () =>
        yes((await stage.operator.runningExecutions()) === 0 && (await stage.operator.claim()) === undefined),
      );
    },
    async close() {
      await stage.close();
      folder.remove();
    },
  };
}
