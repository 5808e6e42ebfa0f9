import type { DoubtId, VirtualCloud } from 'local-aws';
import { type OnEnd, testCloud } from 'local-aws/testing';
import type { Happening } from '../../../cli/story/happenings.ts';
import { createOperator, type Operator } from '../../../local/cli/operator.ts';
import { Reporter } from '../../../local/cli/reporter.ts';
import type { Load } from '../../../local/traffic/load.ts';
import { outputOf } from '../../../statemachine/contract/outputs.ts';
import { assemblyOf as sharedAssemblyOf } from './live-stage.ts';
import { crowdOf } from './crowd.ts';
import { passUntil } from './passing.ts';
import type { AssemblyOf } from './sample-assemblies.ts';

type Kind = Happening['kind'];
type Of<K extends Kind> = Extract<Happening, { kind: K }>;

/** So many users come together. */
const TOGETHER = 5;

export interface VirtualStageOptions {
  /** Release that is published and waits to be released. */
  readonly candidate: string;
  /** Assemblies are those that all live tests share unless told. */
  readonly assemblyOf?: AssemblyOf;
  readonly doubts?: readonly DoubtId[];
  /** How many users come each ten seconds. 5 unless told. */
  readonly users?: number;
}

/**
 * A local cloud with 1.0.0 in production, users, and everything that happens in it. Its time passes only while a test
 * waits, and stands still while anything runs: a busy machine makes nothing late.
 */
export interface VirtualStage {
  readonly cloud: VirtualCloud;
  readonly operator: Operator;
  readonly load: Load;
  /** The first happening of a kind that fits, whether it is over or still to come; time passes until then. */
  happening<K extends Kind>(kind: K, fits: (happening: Of<K>) => boolean): Promise<Of<K>>;
  /** Lets time pass until no execution runs and nobody holds the claim. */
  atRest(): Promise<void>;
}

/** @param onEnd takes what to call at the end, such as `onTestFinished` of the test */
export async function openVirtualStage(onEnd: OnEnd, options: VirtualStageOptions): Promise<VirtualStage> {
  const { candidate, assemblyOf = sharedAssemblyOf, doubts = [], users = TOGETHER } = options;
  const happened: Happening[] = [];
  const reporter = new Reporter((happening) => happened.push(happening));
  const cloud = await testCloud(onEnd, { doubts, onAlarm: (change) => reporter.alarm(change) });
  await cloud.deploy(assemblyOf('1.0.0'));
  const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
  onEnd(() => operator.close());
  cloud.machines.onTransition(({ executionArn }) => reporter.moved(cloud.machines.execution(executionArn)));
  cloud.lattice.onWeights((written) => reporter.weights(written, outputOf(cloud.outputs, 'CanaryTargetGroupId')));
  await cloud.deploy(assemblyOf(candidate));

  const crowd = crowdOf(cloud, users);
  onEnd(() => crowd.stop());
  const pass = async <T>(ask: () => T | undefined): Promise<T> => {
    let answer = ask();
    const so = () => (answer ??= ask()) !== undefined;
    await passUntil(cloud, crowd.come, so, so);
    return answer as T;
  };
  return {
    cloud,
    operator,
    load: crowd,
    happening: <K extends Kind>(kind: K, fits: (happening: Of<K>) => boolean) =>
      pass(() => happened.find((each): each is Of<K> => each.kind === kind && fits(each as Of<K>))),
    async atRest() {
      const { machines } = cloud;
      const all = () => machines.listMachines().flatMap(({ arn }) => machines.listExecutions(arn));
      const over = () => all().every(({ status }) => status !== 'RUNNING');
      await passUntil(cloud, crowd.come, async () => over() && (await operator.claim()) === undefined);
    },
  };
}
