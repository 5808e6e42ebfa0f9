import type { Execution } from 'local-aws/states';
import type { Observations } from './observations.ts';
import type { Point } from './points.ts';
import { Releaser } from './releaser.ts';
import type { Stage } from './stage.ts';

/**
 * Brings a release to a point, lets something be done to the product, and watches the release to its end.
 * @param between done while the release is at the point; answers with what a deployment wrote
 */
export async function rehearse(
  stage: Stage,
  point: Point,
  between: () => Promise<readonly string[]>,
): Promise<Observations> {
  const users = stage.users();
  await point.prepare?.(new Releaser(stage, await otherVersion(stage)));
  stage.witness.begin();
  const { production: first } = await stage.operator.aliases();
  const hands = new Releaser(stage, await otherVersion(stage));
  let stuck: string | undefined;
  let written: readonly string[] = [];
  try {
    await point.reach(hands);
    written = await between();
    await point.goOn?.(hands);
    await hands.untilEnded();
    await hands.untilAtRest();
    await point.afterwards?.(hands);
  } catch (error) {
    stuck = error instanceof Error ? error.message : String(error);
  }
  await users.stop();
  const versions = { first, candidate: hands.candidate };
  return {
    ending: point.ending,
    versions,
    stuck,
    written,
    ...(await observe(stage, hands.execution)),
    users: users.report(),
  };
}

/** There are two: the one that production runs, and the other one. */
async function otherVersion({ operator }: Stage): Promise<string> {
  return (await operator.aliases()).production === '1' ? '2' : '1';
}

async function observe({ operator, table, witness }: Stage, execution: Execution | undefined) {
  const closed = execution && (await table.closed(execution.arn));
  return {
    execution: execution?.arn,
    moments: witness.moments,
    weights: await operator.weights(),
    aliases: await operator.aliases(),
    claim: (await table.open())?.['id']?.S,
    running: witness.running(),
    closed: closed && { outcome: closed['outcome']?.S ?? '', error: closed['error']?.S },
    complaints: witness.complaints(),
    undelivered: witness.undelivered(),
  };
}
