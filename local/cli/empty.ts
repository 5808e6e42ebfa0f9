import { type Cloud, createCloud } from 'local-aws';
import { type Console, startConsole } from '../console/console.ts';
import type { LocalOptions } from './options.ts';
import { ask } from './own-app.ts';

export interface EmptyOptions
  extends
    Pick<LocalOptions, 'port' | 'consolePort' | 'speed' | 'rps' | 'path'>,
    Partial<Pick<LocalOptions, 'throttle' | 'concurrency' | 'doubt'>> {
  /** Folder for logs and what is uploaded. */
  readonly outDir: string;
}

/** The local cloud without a stack, and users who ask whatever service is deployed to it. */
export interface Empty {
  readonly cloud: Cloud;
  /** Address of the page. */
  readonly consoleUrl: string;
  /** Ends traffic, cloud and every child process. Calling it twice is harmless. */
  close(): Promise<void>;
}

/**
 * Opens a cloud to which CDK's own command line deploys.
 * @throws Error when a port fails, DiskFull when there is no room for its files; nothing is left running then
 */
export async function openEmpty(options: EmptyOptions): Promise<Empty> {
  const { port, consolePort, speed, throttle = false, concurrency, doubt = [], outDir } = options;
  const limited = concurrency === undefined ? {} : { concurrency };
  const cloud = await createCloud({ speed, port, outDir, throttle, doubts: doubt, ...limited });
  const users = new Map<string, () => Promise<void>>();
  cloud.onDeployed(() => {
    const hosts = cloud.lattice.listeners.all().map(({ service }) => service.domainName);
    for (const host of hosts) if (!users.has(host)) users.set(host, ask(cloud, host, options));
  });
  let page: Console | undefined;
  const closeAll = async () => {
    await Promise.all([...users.values()].map((stop) => stop()));
    await page?.close();
    await cloud.close();
  };
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= closeAll());
  try {
    page = await startConsole({ cloud, port: consolePort });
    return { cloud, consoleUrl: page.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}
