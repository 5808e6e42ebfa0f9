import { join } from 'node:path';
import { createOperator } from '../../local/cli/operator.ts';
import { type AuthorizedCall, type Cloud, createCloud, synthesize } from 'local-aws';
import { startLoad } from '../../local/traffic/load.ts';
import { httpSender } from '../../local/traffic/sender.ts';
import type { Billed } from './billed.ts';
import { ROOT } from './program.ts';

/**
 * A default release takes 36 simulated minutes. A look that takes longer than its share of a bake would leave the last
 * one out.
 */
const SPEED = 120;
/** By the wall clock: a canary at 10 % gets ten in a simulated minute, and the plan wants 19 in a bake. */
const RPS = 200;

type Mutable = { -readonly [Key in keyof Billed]: number };

/**
 * Plays a healthy release of the default plan in the local cloud, and counts what its functions ask AWS for over the
 * wire.
 * @throws Error when the release does not succeed; nothing is left running then
 */
export async function billedInCloud(folder: string, signal: AbortSignal): Promise<Billed> {
  const calls: AuthorizedCall[] = [];
  const cloud = await createCloud({ speed: SPEED, outDir: join(folder, 'cloud'), onCall: (call) => calls.push(call) });
  const closing: (() => unknown)[] = [() => cloud.close()];
  try {
    for (const release of ['1.0.0', '2.0.0']) {
      await synthesize({ appDir: ROOT, outDir: join(folder, release), context: { release } });
      signal.throwIfAborted();
      await cloud.deploy(join(folder, release));
    }
    const load = startLoad({
      sender: httpSender(`${cloud.traffic.url}/hello`),
      rps: RPS,
      simulatedNow: () => cloud.clock.now(),
    });
    closing.push(() => load.stop());
    const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
    closing.push(() => operator.close());
    const { States } = (await operator.definition()) as Definition;
    const tasks = new Map(
      Object.entries(States).flatMap(([name, { Arguments }]) =>
        Arguments?.FunctionName ? [[name, nameOf(Arguments.FunctionName)]] : [],
      ),
    );
    calls.length = 0;
    const entered = await statesOf(cloud, () => operator.startExecution(), signal);
    const theirs = new Set(tasks.values());
    return billedBy(
      entered,
      tasks,
      calls.filter(({ caller }) => theirs.has(caller.session ?? '')),
    );
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

interface Definition {
  readonly States: Readonly<Record<string, { readonly Arguments?: { readonly FunctionName?: string } }>>;
}

/** Of arn:aws:lambda:REGION:ACCOUNT:function:NAME. */
const nameOf = (functionArn: string): string => functionArn.split(':')[6] ?? '';

/** @returns the states that the execution entered, in order */
async function statesOf(
  { machines }: Cloud,
  start: () => Promise<string>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const entered: string[] = [];
  let stop: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', reject, { once: true });
      // Nothing else runs: the first execution that starts is the release.
      let release = '';
      stop = machines.onTransition(({ type, executionArn, state = '', status, error }) => {
        if (type === 'started') release ||= executionArn;
        if (executionArn !== release) return;
        if (type === 'entered') entered.push(state);
        if (type !== 'ended') return;
        if (status === 'SUCCEEDED') resolve();
        else
          reject(
            new Error(`the release in the local cloud ended ${status}, ${error}; a price is that of a healthy one`),
          );
      });
      start().catch(reject);
    });
  } finally {
    stop?.();
  }
  return entered;
}

function billedBy(
  entered: readonly string[],
  tasks: ReadonlyMap<string, string>,
  calls: readonly AuthorizedCall[],
): Billed {
  const billed: Mutable = {
    transitions: entered.length,
    functions: entered.filter((state) => tasks.has(state)).length,
    recordReads: 0,
    recordWrites: 0,
    statistics: 0,
    describeAlarms: 0,
    putMetricData: 0,
    publishes: 0,
    busEvents: 0,
  };
  const counters: Readonly<Record<string, (call: AuthorizedCall) => void>> = {
    GetItem: () => billed.recordReads++,
    PutItem: () => billed.recordWrites++,
    GetMetricData: ({ input }) => (billed.statistics += lengthOf(input['MetricDataQueries'])),
    DescribeAlarms: () => billed.describeAlarms++,
    PutMetricData: () => billed.putMetricData++,
    Publish: () => billed.publishes++,
    PutEvents: ({ input }) => (billed.busEvents += lengthOf(input['Entries'])),
  };
  for (const call of calls) counters[call.operation]?.(call);
  return billed;
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
