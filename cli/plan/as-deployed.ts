import { whyNotAsDeployed } from '../../rollout/lambda/configuration.ts';
import type { ServicePorts } from '../ports.ts';

/**
 * Why the newest version is not what was deployed. Nothing where that cannot be looked at: the release itself looks
 * again, and refuses.
 */
export async function differsFromDeployed(
  { versions }: Pick<ServicePorts, 'versions'>,
  newest: string,
): Promise<string | undefined> {
  try {
    return whyNotAsDeployed(newest, (await versions.unpublished(newest)) ?? []);
  } catch {
    return undefined;
  }
}
