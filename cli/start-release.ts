import type { Context } from './context.ts';
import { Refused, UsageError } from './errors.ts';
import { didYouMean } from './nearest.ts';
import { obstacles } from './plan/obstacles.ts';
import { lookAround } from './plan/present.ts';
import type { ServicePorts } from './ports.ts';
import { weightsOf } from './story/definition.ts';

export interface ReleaseWanted {
  /** The newest of the stack unless told. */
  readonly version?: string;
  /** A weight of the plan at which it stops until somebody says go on. */
  readonly holdAt?: number;
}

/**
 * Starts a release that the claim would not refuse by what can be seen from here.
 * @returns ARN of the execution
 * @throws UsageError for a version or weight that there is not, Refused by the name of the refusal
 */
export async function startRelease(
  context: Pick<Context, 'cloud' | 'ports' | 'service'>,
  { holdAt, version }: ReleaseWanted,
): Promise<string> {
  const { ports } = context;
  if (version !== undefined) await requirePublished(ports, version);
  if (holdAt !== undefined) await requireWeight(ports, holdAt);
  const refused = obstacles(await lookAround(context, version)).filter(({ atOnce }) => atOnce);
  if (refused.length > 0) throw new Refused(refused.map(({ words }) => words).join('\n'));
  return ports.machine.start({ ...(version !== undefined && { version }), ...(holdAt !== undefined && { holdAt }) });
}

async function requirePublished({ versions }: Pick<ServicePorts, 'versions'>, version: string): Promise<void> {
  const published = await versions.versions();
  if (!published.includes(version))
    throw new UsageError(
      `--version: ${version} is not published; there are ${published.join(', ')}${didYouMean(version, published)}`,
    );
}

async function requireWeight({ machine }: Pick<ServicePorts, 'machine'>, holdAt: number): Promise<void> {
  const weights = weightsOf(await machine.definition());
  if (!weights.includes(holdAt))
    throw new UsageError(
      `--hold-at: ${holdAt} is no weight of the plan, which has ` +
        `${weights.join(', ')}${didYouMean(String(holdAt), weights.map(String))}`,
    );
}
