import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { TemplateError } from './problems.ts';

/** A stack as the manifest of an assembly has it; stages have assemblies of their own, in folders of the whole. */
export interface StackArtifact {
  readonly id: string;
  /** Folder of the assembly that has it. */
  readonly dir: string;
  readonly stackName: string;
  /** Where it is in the app, such as `Prod/Shop`: two stages may have stacks of one name. */
  readonly path: string;
  readonly templateFile: string;
  /** Artifacts of the same assembly that come first: other stacks, and assets. */
  readonly dependencies: readonly string[];
}

const manifestSchema = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        displayName: z.string().optional(),
        properties: z.record(z.string(), z.unknown()).optional(),
        dependencies: z.array(z.string()).default([]),
      }),
    )
    .default({}),
});
const stackSchema = z.looseObject({ templateFile: z.string(), stackName: z.string().optional() });
const stageSchema = z.looseObject({ directoryName: z.string() });

/**
 * The stacks of an assembly's folder and of its stages, in the order of the manifests.
 * @throws TemplateError when the folder is not an assembly
 */
export async function stacksOf(folder: string): Promise<readonly StackArtifact[]> {
  const dir = resolve(folder);
  const manifest = manifestSchema.parse(await readJson(join(dir, 'manifest.json')));
  const found = await Promise.all(
    Object.entries(manifest.artifacts).map(async ([id, { type, displayName, properties, dependencies }]) => {
      if (type === 'cdk:cloud-assembly') return stacksOf(join(dir, stageSchema.parse(properties).directoryName));
      if (type !== 'aws:cloudformation:stack') return [];
      const { stackName = id, templateFile } = stackSchema.parse(properties);
      return [{ id, dir, stackName, path: displayName ?? id, templateFile, dependencies }];
    }),
  );
  return found.flat();
}

/**
 * The stacks of an assembly's folder, each after those that it depends on, which are of the same stage.
 * @param stages only those of these stages, such as `Prod`, and of the stages in them; all of the app unless told
 * @throws TemplateError when the folder is not an assembly, there is no such stage, or two stacks have one name
 */
export async function orderedStacks(folder: string, stages: readonly string[] = []): Promise<readonly StackArtifact[]> {
  const all = await stacksOf(folder);
  for (const stage of stages.filter((each) => !all.some(({ path }) => isIn(path, each))))
    throw new TemplateError('--stage', `the app has no stage ${stage}; it has ${namesOfStages(all)}`);
  const wanted = stages.length === 0 ? all : all.filter(({ path }) => stages.some((stage) => isIn(path, stage)));
  const placed = new Set<StackArtifact>();
  const place = (stack: StackArtifact): void => {
    if (placed.has(stack)) return;
    for (const needed of stack.dependencies)
      wanted.filter(({ dir, id }) => dir === stack.dir && id === needed).forEach(place);
    placed.add(stack);
  };
  wanted.forEach(place);
  requireOwnNames(wanted);
  return [...placed];
}

/** On AWS stages are in accounts or Regions of their own, perhaps; here there is one of each. */
function requireOwnNames(stacks: readonly StackArtifact[]): void {
  for (const { stackName } of stacks) {
    const alike = stacks.filter((other) => other.stackName === stackName).map(({ path }) => path);
    if (alike.length > 1)
      throw new TemplateError(
        `stack ${stackName}`,
        `${alike.join(' and ')} have this name, and the local cloud has one account and one Region: ` +
          'choose a stage with --stage',
      );
  }
}

function isIn(path: string, stage: string): boolean {
  return path.startsWith(`${stage}/`);
}

function namesOfStages(stacks: readonly StackArtifact[]): string {
  const stages = stacks.map(({ path }) => path.split('/').slice(0, -1).join('/')).filter((stage) => stage !== '');
  return [...new Set(stages)].join(', ') || 'none';
}

export async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readText(path));
}

export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: Error) => {
    throw new TemplateError(path, `cannot be read (${error.message}); is this the folder of a synthesized CDK app?`);
  });
}
