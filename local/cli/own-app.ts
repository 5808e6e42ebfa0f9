import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Cloud, createCloud, deployApp, type StackOutputs } from 'local-aws';
import { ownFolder } from 'local-aws/cli';
import { type Console, startConsole } from '../console/console.ts';
import { startLoad } from '../traffic/load.ts';
import { httpSender } from '../traffic/sender.ts';
import { requireHooksInApp } from './hooks-outside.ts';
import { inertNotice, noCandidate, notLoaded, versionsOf } from './notices.ts';
import type { LocalOptions } from './options.ts';
import { stopSoon } from './stop-soon.ts';

export interface OwnAppOptions
  extends
    Pick<LocalOptions, 'port' | 'consolePort' | 'speed' | 'rps' | 'path' | 'stack' | 'context' | 'candidateContext'>,
    Partial<Pick<LocalOptions, 'stage' | 'throttle' | 'concurrency' | 'doubt'>> {
  /** Folder of the app: where its cdk.json is. */
  readonly app: string;
  /** Folder for logs and what is built. */
  readonly outDir: string;
  /** Looked at between the steps; what was begun is ended before the reason is thrown. */
  readonly signal: AbortSignal;
}

/** The local cloud with somebody's own app deployed and users asking each of its services. */
export interface OwnApp {
  readonly cloud: Cloud;
  /** Outputs by the names of their stacks, as `cdk deploy --outputs-file` writes them. */
  readonly outputs: StackOutputs;
  /** Names under which the services answer at the one port of the data plane, for the Host header. */
  readonly hosts: readonly string[];
  /** Sentences about what is not as whoever started it may think. */
  readonly notices: readonly string[];
  /** Address of the page. */
  readonly consoleUrl: string;
  /** Ends traffic, cloud and every child process. Calling it twice is harmless. */
  close(): Promise<void>;
}

/**
 * Deploys the stacks of an app, and once more as its candidate where there is context for one.
 * @throws Error when the app, a stack, the deployment or a port fails, DiskFull when there is no room for its files;
 * nothing is left running then
 */
export async function openOwnApp(options: OwnAppOptions): Promise<OwnApp> {
  const {
    app,
    port,
    consolePort,
    speed,
    stack,
    stage = [],
    throttle = false,
    concurrency,
    doubt = [],
    outDir,
  } = options;
  const { context, candidateContext, signal } = options;
  const limited = concurrency === undefined ? {} : { concurrency };
  const cloud = await createCloud({ speed, port, outDir, throttle, doubts: doubt, ...limited });
  let folder: string | undefined;
  const stops: (() => Promise<void>)[] = [];
  let page: Console | undefined;
  const closeAll = async () => {
    await Promise.all(stops.map((stop) => stop()));
    await page?.close();
    await cloud.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= closeAll());
  const notices: string[] = [];
  try {
    // The functions run from here; two programs at once must not share it.
    folder = ownFolder(cloud.outDir, 'assemblies');
    page = await startConsole({ cloud, port: consolePort });
    const what = { appDir: app, stacks: stack, stages: stage, signal };
    let outputs = await deployApp(cloud, { ...what, outDir: join(folder, 'first'), context });
    if (Object.keys(candidateContext).length > 0) {
      signal.throwIfAborted();
      const both = { ...context, ...candidateContext };
      const published = versionsOf(cloud);
      outputs = await deployApp(cloud, { ...what, outDir: join(folder, 'candidate'), context: both });
      if (versionsOf(cloud) === published) notices.push(noCandidate(candidateContext));
    }
    signal.throwIfAborted();
    requireHooksInApp(cloud);
    const hosts = cloud.lattice.listeners.all().map(({ service }) => service.domainName);
    stops.push(...hosts.map((host) => ask(cloud, host, options)));
    notices.push(...notLoaded(cloud), ...inertNotice(cloud));
    return { cloud, hosts, notices, consoleUrl: page.url, close, outputs };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Users, who ask a service. @returns what ends it */
export function ask(
  cloud: Cloud,
  host: string,
  { rps, path = '/' }: Pick<OwnAppOptions, 'rps' | 'path'>,
): () => Promise<void> {
  if (rps === 0) return async () => undefined;
  const load = startLoad({
    sender: httpSender(cloud.traffic.url + path, host),
    rps,
    simulatedNow: () => cloud.clock.now(),
  });
  return () => stopSoon(load);
}
