import { resolve } from 'node:path';
import type { Cloud } from './cloud.ts';
import type { Clock } from './core/clock.ts';
import { diskFullBehind } from './disk-full.ts';
import { unlessAborted } from './core/unless-aborted.ts';
import { ownFolder } from './own-folder.ts';
import { stackNames } from './template/assembly.ts';
import { synthesize } from './template/synth.ts';

export interface DeployAppOptions {
  /** Folder with cdk.json. */
  readonly appDir: string;
  /** Names of the stacks to deploy; all of the app unless told. */
  readonly stacks?: readonly string[];
  /** Stages to deploy, such as `Prod`; stacks are then those of these stages. All of the app unless told. */
  readonly stages?: readonly string[];
  /** More context for the app, above that of cdk.json. */
  readonly context?: Readonly<Record<string, unknown>>;
  /**
   * Takes the assembly, from which the functions run. A new folder in the cloud's own unless told, which a later cloud
   * there removes when this process runs no more.
   */
  readonly outDir?: string;
  /** Ends the waiting; its reason is thrown, and the cloud is to be closed. */
  readonly signal?: AbortSignal;
}

/** Outputs by the names of their stacks, as `cdk deploy --outputs-file` writes them. */
export type StackOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Runs a CDK app and deploys its stacks, those of its stages too, each after those that it depends on.
 * @throws Error when the app fails, has no such stack or stage or none at all, two stacks have one name, or a
 * deployment fails; DiskFull
 */
export async function deployApp<C extends Clock>(cloud: Cloud<C>, options: DeployAppOptions): Promise<StackOutputs> {
  const { appDir, stacks: wanted = [], stages = [], context = {}, signal } = options;
  const outDir = options.outDir ?? ownFolder(cloud.outDir, 'assembly');
  await synthesize({ appDir: resolve(appDir), outDir, context, ...(signal && { signal }) });
  const all = await stackNames(outDir, stages);
  const unknown = wanted.find((name) => !all.includes(name));
  if (unknown !== undefined || all.length === 0)
    throw new Error(`--stack: the app has no stack ${unknown ?? 'at all'}; it has ${all.join(', ') || 'none'}`);
  cloud.functions.codes.lend(resolve(appDir));
  const stacks = wanted.length === 0 ? all : all.filter((name) => wanted.includes(name));
  for (const name of stacks) {
    const deployed = cloud.deploy(outDir, name, stages).catch((error: unknown) => {
      throw diskFullBehind(error) ?? error;
    });
    await (signal === undefined ? deployed : unlessAborted(deployed, signal));
  }
  return Object.fromEntries(stacks.map((name) => [name, cloud.deployer.outputs(name)]));
}
