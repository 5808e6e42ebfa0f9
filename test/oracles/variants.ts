import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../infra/app/create-app.ts';
import { SETTINGS_KEY } from '../../infra/app/settings.ts';
import { VARIANT_NAMES, VARIANTS, type VariantName } from '../../infra/app/variants.ts';
import type { Resources } from '../../verify/oracles/permissions/resolved.ts';
import { stubBundles } from '../infra/synthesized.ts';

export interface SynthesizedVariant {
  readonly resources: Resources;
  /** The assembly, as a deployer takes it. */
  readonly directory: string;
}

/** Every variant of the app, with stub bundles, in a folder that is the caller's to remove. */
export function synthesizeVariants(): {
  readonly folder: string;
  readonly variants: Readonly<Record<VariantName, SynthesizedVariant>>;
} {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-canary-variants-'));
  const bundles = stubBundles(folder, '1.0.0');
  const synthesized = VARIANT_NAMES.map((name, i) => {
    const { app, stack } = createApp({
      bundle: () => bundles,
      context: { [SETTINGS_KEY]: VARIANTS[name] },
      outdir: join(folder, `out-${i}`),
    });
    const assembly = app.synth();
    const { Resources } = assembly.getStackByName(stack.stackName).template as { readonly Resources: Resources };
    return [name, { resources: Resources, directory: assembly.directory }] as const;
  });
  return { folder, variants: Object.fromEntries(synthesized) as Record<VariantName, SynthesizedVariant> };
}
