import { join, resolve } from 'node:path';
import { z } from 'zod';
import { TemplateError } from './problems.ts';
import { parseTemplate, type Template } from './schema.ts';
import { orderedStacks, readJson, readText, stacksOf } from './stacks-of-assembly.ts';

/** A stack as it was synthesized: its template and the folders of its assets. */
export interface Assembly {
  readonly stackName: string;
  readonly template: Template;
  /** The template as it is written; what is read of it unless told. */
  readonly body?: string;
  /** Object key in CDK's asset bucket -> absolute path of the local file or folder. */
  readonly assets: ReadonlyMap<string, string>;
}

const assetsSchema = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
  dockerImages: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Reads the folder that a CDK app wrote (`cdk.out`).
 * @param stackName which stack; may be left out when the app has one
 * @param stages of which stages; any unless told
 * @throws TemplateError when the folder is not an assembly, or holds what the local cloud does not have
 */
export async function loadAssembly(folder: string, stackName?: string, stages?: readonly string[]): Promise<Assembly> {
  const dir = resolve(folder);
  const all = stages === undefined ? await stacksOf(dir) : await orderedStacks(dir, stages);
  const stacks = all.filter((stack) => stackName === undefined || stack.stackName === stackName);
  const [stack, other] = stacks;
  if (stack === undefined)
    throw new TemplateError(dir, `has no stack${stackName === undefined ? '' : ` named ${stackName}`}`);
  if (other !== undefined)
    throw new TemplateError(dir, `has several stacks (${stacks.map(({ path }) => path).join(', ')}); name one`);
  const body = await readText(join(stack.dir, stack.templateFile));
  return {
    stackName: stack.stackName,
    body,
    template: parseTemplate(JSON.parse(body), stack.templateFile),
    assets: await readAssets(stack.dir, stack.id),
  };
}

/**
 * Names of the stacks of an assembly's folder and of its stages, each after those that it depends on.
 * @param stages only those of these stages; all of the app unless told
 * @throws TemplateError when the folder is not an assembly, there is no such stage, or two stacks have one name
 */
export async function stackNames(folder: string, stages?: readonly string[]): Promise<readonly string[]> {
  return (await orderedStacks(folder, stages)).map(({ stackName }) => stackName);
}

async function readAssets(dir: string, stackId: string): Promise<Map<string, string>> {
  const manifest = assetsSchema.parse(await readJson(join(dir, `${stackId}.assets.json`)));
  const image = Object.keys(manifest.dockerImages)[0];
  if (image !== undefined)
    throw new TemplateError(dir, `asset ${image}: container images are not supported by the local cloud`);
  return new Map(
    Object.values(manifest.files).flatMap((file) =>
      Object.values(file.destinations).map(({ objectKey }) => [objectKey, join(dir, file.source.path)] as const),
    ),
  );
}
