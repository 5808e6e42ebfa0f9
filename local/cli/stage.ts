import { readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Happening } from '../../cli/story/happenings.ts';
import { alarmsOf, type Definition } from '../../cli/story/definition.ts';
import { outlineIn } from '../../cli/story/deployed.ts';
import { passingStates, type Timetable, timetable } from '../../cli/story/time-left.ts';
import { type Cloud, createCloud, type DoubtId, synthesize } from 'local-aws';
import { ownFolder } from 'local-aws/cli';
import { unlessAborted } from 'local-aws/clock';
import { outputOf } from '../../statemachine/contract/outputs.ts';
import { startConsole } from '../console/console.ts';
import { type Load, startLoad } from '../traffic/load.ts';
import { httpSender } from '../traffic/sender.ts';
import { createOperator, type Operator } from './operator.ts';
import { requireHooksInApp } from './hooks-outside.ts';
import { Reporter } from './reporter.ts';
import { stopSoon } from './stop-soon.ts';

/** Folder of the project: where cdk.json is. */
export const APP_DIR = fileURLToPath(new URL('../..', import.meta.url));
/** Everything that a run leaves behind, in the folder it is started in: npm starts it in the project's. */
export const OUT_DIR = resolve('.local');

export interface StageOptions {
  /** Release that becomes production at once. */
  readonly first: string;
  /** Release that is published and waits to be released. */
  readonly candidate: string;
  readonly speed: number;
  readonly rps: number;
  /** What users ask for; what every release of the sample answers unless told. */
  readonly path?: string;
  /** Of the AWS endpoint; 0 takes a free one. */
  readonly port: number;
  /** Refuse API calls above AWS's quotas. False unless told. */
  readonly throttle?: boolean;
  /** Beliefs about AWS that are switched off. None unless told. */
  readonly doubts?: readonly DoubtId[];
  /** How many functions may run at once in the account; any number unless told. */
  readonly concurrency?: number;
  /** Of the page; another free one when it is taken, 0 takes any. No page unless told. */
  readonly consolePort?: number;
  /** Hears everything that happens, from the first deployment on. */
  readonly tell: (happening: Happening) => void;
  /** Folder for logs and what is built. */
  readonly outDir: string;
  /** Folder of a release's assembly, where there is one already; synthesized unless told. */
  readonly assemblyOf?: (release: string) => string;
  /** Looked at between the steps; what was begun is ended before the reason is thrown. */
  readonly signal: AbortSignal;
}

/** The local cloud with the stack deployed, its candidate published and users asking. */
export interface Stage {
  readonly cloud: Cloud;
  readonly operator: Operator;
  readonly load: Load;
  readonly versions: { readonly first: string; readonly candidate: string };
  readonly timetable: Timetable;
  /** States that the timetable passes over. */
  readonly passing: ReadonlySet<string>;
  /** Names of the alarms that watch a rollout. */
  readonly alarms: readonly string[];
  /** Address of the page; undefined where none was asked for. */
  readonly consoleUrl: string | undefined;
  /** Ends traffic, cloud and every child process. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** What users ask for; every release of the sample answers it. */
const USERS_ASK_FOR = '/hello?name=Ada';

/**
 * Synthesizes both releases, deploys them one after the other and lets the traffic flow.
 * @throws Error when the app, the deployment or a port fails, DiskFull when there is no room for its files; nothing is
 * left running then
 */
export async function openStage(options: StageOptions): Promise<Stage> {
  const { first, candidate, speed, rps, path = USERS_ASK_FOR, port, throttle = false, tell, outDir, signal } = options;
  const closing: (() => unknown)[] = [];
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= closeAll(closing));
  try {
    const reporter = new Reporter(tell);
    // First, for a taken port should be known before anybody has waited.
    const cloud = await createCloud({
      speed,
      port,
      outDir,
      throttle,
      doubts: options.doubts ?? [],
      ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
      onAlarm: (change) => reporter.alarm(change),
    });
    closing.push(() => cloud.close());
    const assemblyOf = openAssemblies(options, closing);
    const deploy = async (assembly: string) => {
      signal.throwIfAborted();
      await unlessAborted(cloud.deploy(assembly), signal);
      return outputOf(cloud.outputs, 'CanaryVersion');
    };
    const publisher = {
      releases: knownReleases(),
      publish: async (release: string) =>
        tell({
          kind: 'deployed',
          at: cloud.clock.now(),
          release,
          version: await deploy(await assemblyOf(release)),
          first: false,
        }),
    };
    const page =
      options.consolePort === undefined
        ? undefined
        : await startConsole({ cloud, port: options.consolePort, publisher });
    if (page !== undefined) {
      closing.push(() => page.close());
      tell({ kind: 'console', at: cloud.clock.now(), url: page.url });
    }
    // Both at once: a run of the app takes seconds. The first is deployed while the candidate may still be under way.
    const [assemblyOne, assemblyTwo] = [assemblyOf(first), assemblyOf(candidate)];
    const over = Promise.allSettled([assemblyOne, assemblyTwo]);
    closing.push(() => over);
    const versionOne = await deploy(await assemblyOne);
    requireHooksInApp(cloud);
    const operator = createOperator(cloud.endpoint.url, cloud.place.region, cloud.outputs);
    closing.push(() => operator.close());
    const definition = (await operator.definition()) as Definition;
    cloud.machines.onTransition(({ executionArn }) => reporter.moved(cloud.machines.execution(executionArn)));
    cloud.lattice.onWeights((written) => reporter.weights(written, outputOf(cloud.outputs, 'CanaryTargetGroupId')));
    tell({ kind: 'deployed', at: cloud.clock.now(), release: first, version: versionOne, first: true });

    const load = startLoad({
      sender: httpSender(cloud.traffic.url + path),
      rps,
      simulatedNow: () => cloud.clock.now(),
    });
    closing.push(() => stopSoon(load));

    const versionTwo = await deploy(await assemblyTwo);
    tell({ kind: 'deployed', at: cloud.clock.now(), release: candidate, version: versionTwo, first: false });
    const versions = { first: versionOne, candidate: versionTwo };
    const outline = outlineIn(definition);
    return {
      cloud,
      operator,
      load,
      versions,
      timetable: timetable(outline),
      passing: passingStates(outline),
      alarms: alarmsOf(definition),
      consoleUrl: page?.url,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Releases of the sample that can be published, by the names of their files. */
export function knownReleases(): string[] {
  return readdirSync(join(APP_DIR, 'handlers/service/releases'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
}

/** @returns gives the folder of a release's assembly, synthesized from the sources as they are then */
function openAssemblies(
  { assemblyOf, outDir, signal }: StageOptions,
  closing: (() => unknown)[],
): (release: string) => Promise<string> {
  if (assemblyOf !== undefined) return async (release) => assemblyOf(release);
  // The functions run from here; two programs at once must not share it.
  const folder = ownFolder(resolve(outDir), 'assemblies');
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return async (release) => {
    const assembly = join(folder, release);
    await synthesize({ appDir: APP_DIR, outDir: assembly, context: { release }, signal });
    return assembly;
  };
}

/** In the reverse order of their opening: users go first, the cloud behind them last. */
async function closeAll(closing: readonly (() => unknown)[]): Promise<void> {
  for (const close of closing.toReversed()) await close();
}
