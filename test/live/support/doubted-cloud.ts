import type { DoubtId, VirtualCloud } from 'local-aws';
import { testCloud } from 'local-aws/testing';
import { createOperator, type Operator } from '../../../local/cli/operator.ts';
import { outputOf } from '../../../statemachine/contract/outputs.ts';
import { passUntil } from './passing.ts';
import { type AssemblyOf, sampleAssemblies } from './sample-assemblies.ts';
import { askAsUser, type UserAnswer, type Users } from './users.ts';

/** Of the shortest that show everything: a step with production beside the canary, and one without. */
const PLAN = {
  steps: [40, 100].map((weight) => ({ weight, bakeSeconds: 120 })),
  checkSeconds: 30,
  settleSeconds: 60,
  watchSeconds: 60,
  extendSeconds: 120,
  holdSeconds: 120,
  // Whatever is bad has to be found by what a test is about.
  compare: false,
};

/** So many users come together. */
const TOGETHER = 30;

/** A cloud of which something is otherwise than believed, on a clock that stands still while anything runs. */
export interface DoubtedCloud {
  readonly cloud: VirtualCloud;
  readonly operator: Operator;
  /** Every answer that users got, and every one that they did not get, in order. */
  readonly answers: readonly UserAnswer[];
  /** Deploys a release of the sample. @returns its version */
  publish(release: string): Promise<string>;
  /** They ask once, and keep their connections. */
  usersCome(): Promise<void>;
  /** Lets time pass, with users asking all the while, until it is so; half a day at most. */
  until(so: () => boolean | Promise<boolean>): Promise<void>;
  /** Starts a release and lets time pass until everything that it set off is over. */
  release(): Promise<Ended>;
  /** The same, of one that has been started. */
  ending(execution: string): Promise<Ended>;
}

/** How an execution ended, and what it left. */
export interface Ended {
  readonly status: string;
  readonly error?: string;
  readonly cause?: string;
  readonly weights: { readonly production: number; readonly canary: number };
  /** Version behind the alias. */
  readonly production: string;
}

/** @param plan on top of one in which nothing is compared */
export function doubtedAssemblies(folder: string, alarms: object = {}, plan: object = {}): AssemblyOf {
  return sampleAssemblies(folder, { plan: { ...PLAN, ...plan }, alarms });
}

/** 1.0.0 is in production. Ends with the test. */
export async function openDoubtedCloud(
  onEnd: (end: () => void | Promise<void>) => void,
  doubts: readonly DoubtId[],
  assemblyOf: AssemblyOf,
): Promise<DoubtedCloud> {
  const cloud = await testCloud(onEnd, { doubts });
  const publish = async (release: string) => {
    await cloud.deploy(assemblyOf(release));
    return outputOf(cloud.outputs, 'CanaryVersion');
  };
  await publish('1.0.0');
  const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
  onEnd(() => operator.close());
  const users: Users = askAsUser(cloud.traffic.url);
  onEnd(() => users.close());
  const answers: UserAnswer[] = [];

  const usersCome = async () => {
    const at = cloud.clock.now();
    const got = await Promise.all(Array.from({ length: TOGETHER }, () => users.ask()));
    answers.push(...got.map((answer) => ({ at, ...answer })));
  };
  const until = (so: () => boolean | Promise<boolean>) => passUntil(cloud, usersCome, so);
  const ending = async (execution: string): Promise<Ended> => {
    const over = () => cloud.machines.execution(execution).status !== 'RUNNING';
    await until(
      async () => over() && (await operator.runningExecutions()) === 0 && (await operator.claim()) === undefined,
    );
    const [described, weights, { production }] = await Promise.all([
      operator.describeExecution(execution),
      operator.weights(),
      operator.aliases(),
    ]);
    return { ...described, weights, production };
  };
  return {
    cloud,
    operator,
    answers,
    publish,
    usersCome,
    until,
    ending,
    release: async () => ending(await operator.startExecution()),
  };
}
