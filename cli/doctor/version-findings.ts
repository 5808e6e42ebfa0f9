import { whyNotAsDeployed } from '../../rollout/lambda/configuration.ts';
import type { Service } from '../services.ts';
import { note, type Commands, type Finding } from './finding.ts';

/** A newest version that is not what was deployed: nothing names it in the template, so nobody else tells. */
export function versionFindings(
  unpublished: readonly string[],
  { newestVersion }: Service,
  { own }: Commands,
): readonly Finding[] {
  const words = whyNotAsDeployed(newestVersion, unpublished);
  if (words === undefined) return [];
  return [
    note(
      'version',
      `${words}. A start that names no version is refused until then (RUNBOOK.md#configurationnotpublished):`,
      own(`start --version ${newestVersion}`),
    ),
  ];
}
