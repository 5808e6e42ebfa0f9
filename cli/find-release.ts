import { executionName } from '../rollout/execution.ts';
import type { OpenRollout } from '../rollout/record/record.ts';
import { NotFound, Refused } from './errors.ts';
import { didYouMean } from './nearest.ts';
import type { Execution, ServicePorts } from './ports.ts';
import { hasRollout, purposeOf } from './story/purpose.ts';

/** As many executions as Step Functions lists on one page. */
const PAGE = 100;

/** The releases and reverts that run: executions that neither roll back nor tell another to go on. */
export async function runningReleases({ machine }: Pick<ServicePorts, 'machine'>): Promise<readonly Execution[]> {
  const running = await machine.list(PAGE, 'RUNNING');
  const described = await Promise.all(running.map(({ arn }) => machine.describe(arn)));
  return described.filter((execution) => execution !== undefined).filter(({ input }) => hasRollout(purposeOf(input)));
}

/**
 * The release that holds the claim, or one that runs and has none yet: it may be waiting for an alarm to go off.
 * @throws Refused when there is none, or when it is being rolled back already
 */
export async function releaseToEnd(ports: Pick<ServicePorts, 'machine' | 'records'>, what: string): Promise<string> {
  const { rollout } = await ports.records.read();
  if (rollout?.phase === 'rolling back')
    throw new Refused(
      `version ${rollout.version} is being rolled back already: ${rollout.reason ?? 'no reason given'}`,
    );
  if (rollout !== undefined && isExecution(rollout)) return rollout.id;
  const [running] = await runningReleases(ports);
  if (running === undefined) throw new Refused(`nothing to ${what}: no release runs, production has every request`);
  return running.arn;
}

export const isExecution = ({ id }: Pick<OpenRollout, 'id'>): boolean => id.startsWith('arn:');

/**
 * What `watch` is about: the execution of that name, ARN or beginning of a name; without one the release that runs, or
 * else the last one.
 * @throws NotFound naming the executions there are
 */
export async function releaseToWatch(
  ports: Pick<ServicePorts, 'machine' | 'records'>,
  wanted: string | undefined,
): Promise<string> {
  if (wanted?.startsWith('arn:')) return wanted;
  if (wanted !== undefined) return named(ports, wanted);
  const { last, rollout } = await ports.records.read();
  if (rollout !== undefined && isExecution(rollout)) return rollout.id;
  const [running] = await runningReleases(ports);
  if (running !== undefined) return running.arn;
  if (last !== undefined && isExecution(last)) return last.id;
  throw new NotFound('nothing to watch: no release has run yet');
}

async function named({ machine }: Pick<ServicePorts, 'machine'>, wanted: string): Promise<string> {
  const listed = await machine.list(PAGE);
  const names = listed.map(({ arn }) => executionName(arn));
  const found = listed.filter((_, i) => names[i] === wanted);
  const begun = found.length > 0 ? found : listed.filter((_, i) => names[i]?.startsWith(wanted));
  const [only, another] = begun;
  if (only === undefined)
    throw new NotFound(`there is no execution ${wanted} among the last ${PAGE}${didYouMean(wanted, names)}`);
  if (another !== undefined)
    throw new NotFound(
      `several executions begin with ${wanted}: ${begun.map(({ arn }) => executionName(arn)).join(', ')}`,
    );
  return only.arn;
}
