import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { TemplateError } from './problems.ts';
import { parseTemplate, type Template } from './schema.ts';

/** A stack as it was synthesized: its template and the folders of its assets. */
export interface Assembly {
  readonly stackName: string;
  readonly template: Template;
  /** The template as it is written; what is read of it unless told. */
  readonly body?: string;
  /** Object key in CDK's asset bucket -> absolute path of the local file or folder. */
  readonly assets: ReadonlyMap<string, string>;
}

const manifestSchema = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        properties: z.record(z.string(), z.unknown()).optional(),
        dependencies: z.array(z.string()).default([]),
      }),
    )
    .default({}),
});
const stackPropertiesSchema = z.looseObject({ templateFile: z.string(), stackName: z.string().optional() });

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
 * @throws TemplateError when the folder is not an assembly, or holds what the local cloud does not have
 */
export async function loadAssembly(folder: string, stackName?: string): Promise<Assembly> {
  const dir = resolve(folder);
  const stacks = (await stacksOf(dir)).filter((stack) => stackName === undefined || stack.stackName === stackName);
  const [stack, other] = stacks;
  if (stack === undefined)
    throw new TemplateError(dir, `has no stack${stackName === undefined ? '' : ` named ${stackName}`}`);
  if (other !== undefined)
    throw new TemplateError(dir, `has several stacks (${stacks.map(({ id }) => id).join(', ')}); name one`);
  const body = await readText(join(dir, stack.templateFile));
  return {
    stackName: stack.stackName,
    body,
    template: parseTemplate(JSON.parse(body), stack.templateFile),
    assets: await readAssets(dir, stack.id),
  };
}

/**
 * Names of the stacks of an assembly's folder, each after those that it depends on.
 * @throws TemplateError when the folder is not an assembly
 */
export async function stackNames(folder: string): Promise<readonly string[]> {
  const stacks = new Map((await stacksOf(resolve(folder))).map((stack) => [stack.id, stack]));
  const placed = new Set<string>();
  const place = (id: string): void => {
    const stack = stacks.get(id);
    if (stack === undefined || placed.has(stack.stackName)) return;
    stack.dependencies.forEach(place);
    placed.add(stack.stackName);
  };
  [...stacks.keys()].forEach(place);
  return [...placed];
}

interface StackArtifact {
  readonly id: string;
  readonly stackName: string;
  readonly templateFile: string;
  /** Artifacts that come first: other stacks, and assets. */
  readonly dependencies: readonly string[];
}

async function stacksOf(dir: string): Promise<readonly StackArtifact[]> {
  const manifest = manifestSchema.parse(await readJson(join(dir, 'manifest.json')));
  return Object.entries(manifest.artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, { properties, dependencies }]) => {
      const { stackName = id, templateFile } = stackPropertiesSchema.parse(properties);
      return { id, stackName, templateFile, dependencies };
    });
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

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readText(path));
}

function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new TemplateError(path, `cannot be read (${error.message}); is this the folder of a synthesized CDK app?`);
  });
}
