import type { RolloutRecord } from '../record/record.ts';

/**
 * Which version the alias `preview` belongs at: what is being released, from its claim until it is promoted or revoked;
 * otherwise what production runs, also during a revert, which shows users nothing new.
 *
 * | record                          | preview                |
 * |---------------------------------|------------------------|
 * | at rest                         | production's version   |
 * | a release, also one that waits  | the version released   |
 * | a release that is rolled back   | production's version   |
 * | a revert                        | production's version   |
 * | a listener adopted, given back  | production's version   |
 */
export function previewBelongs({ rollout }: Pick<RolloutRecord, 'rollout'>): { readonly at: string } | 'production' {
  const released =
    rollout !== undefined &&
    rollout.kind === undefined &&
    rollout.listener === undefined &&
    rollout.phase !== 'rolling back';
  return released ? { at: rollout.version } : 'production';
}
