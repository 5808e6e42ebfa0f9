import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnElement, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { onTestFinished } from 'vitest';
import { HANDLERS } from '../../infra/bundling/index.ts';
import { createApp, type CreatedApp } from '../../infra/app/create-app.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface SynthesizedTemplate {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown; readonly Description: string }>>;
}

/** The template of one synthesis, addressed by construct paths below the stack. */
export interface Synthesized {
  readonly template: SynthesizedTemplate;
  /** The resource at a path such as `Canary/Lattice/Listener`; an L2 construct stands for its main resource. */
  at(path: string): Resource;
  properties(path: string): Readonly<Record<string, unknown>>;
  id(path: string): string;
  ref(path: string): { readonly Ref: string };
  att(path: string, attribute: string): { readonly 'Fn::GetAtt': readonly [string, string] };
  arn(path: string): { readonly 'Fn::GetAtt': readonly [string, string] };
  all(type: string): readonly Resource[];
}

/** A bundle per handler and one for the release, each with different code, as CDK identifies code by its hash. */
export function stubBundles(folder: string, release: string): { readonly handlers: string; readonly release: string } {
  for (const name of [...HANDLERS, `service-${release}`]) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'index.mjs'), `export const handler = () => '${name}';`);
  }
  return { handlers: folder, release: join(folder, `service-${release}`) };
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'lattice-canary-test-'));
const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

function stubbedAppIn(folder: string, context: Readonly<Record<string, unknown>>): CreatedApp {
  return createApp({ bundle: (release) => stubBundles(folder, release), context, outdir: join(folder, 'out') });
}

/** The app with stub bundles, not yet synthesized; its folder is there until the test is over. */
export function stubbedApp(context: Readonly<Record<string, unknown>> = {}): CreatedApp {
  const folder = newFolder();
  onTestFinished(() => remove(folder));
  return stubbedAppIn(folder, context);
}

const SYNTHESIZED = new Map<string, Synthesized>();

/** Synthesizes with stub bundles; the same context once only, for nobody changes what came of it. */
export function synthesize(context: Readonly<Record<string, unknown>> = {}): Synthesized {
  const key = JSON.stringify(context);
  const known = SYNTHESIZED.get(key);
  if (known !== undefined) return known;
  const folder = newFolder();
  try {
    const { app, stack } = stubbedAppIn(folder, context);
    const synthesized = synthesizedStack(app, stack);
    SYNTHESIZED.set(key, synthesized);
    return synthesized;
  } finally {
    remove(folder);
  }
}

/** What a stack of any app became. */
export function synthesizedStack(app: App, stack: Stack): Synthesized {
  const { Resources, ...sections } = app.synth().getStackByName(stack.stackName).template as SynthesizedTemplate;
  // A resource with nothing to say has no properties at all.
  const resources = Object.entries(Resources).map(([name, each]) => [
    name,
    { ...each, Properties: each.Properties ?? {} },
  ]);
  const template = { ...sections, Resources: Object.fromEntries(resources) } as SynthesizedTemplate;
  const id = (path: string): string => logicalId(stack, path);
  const at = (path: string): Resource => {
    const resource = template.Resources[id(path)];
    if (resource === undefined) throw new Error(`no resource ${id(path)} in the template`);
    return resource;
  };
  const att = (path: string, attribute: string) => ({ 'Fn::GetAtt': [id(path), attribute] as const });
  return {
    template,
    at,
    properties: (path) => at(path).Properties,
    id,
    ref: (path) => ({ Ref: id(path) }),
    att,
    arn: (path) => att(path, 'Arn'),
    all: (type) => Object.values(template.Resources).filter((resource) => resource.Type === type),
  };
}

function logicalId(stack: Stack, path: string): string {
  const construct = path.split('/').reduce<IConstruct>((scope, child) => scope.node.findChild(child), stack);
  const element = CfnElement.isCfnElement(construct) ? construct : construct.node.defaultChild;
  if (element === undefined || !CfnElement.isCfnElement(element)) throw new Error(`${path} stands for no resource`);
  return stack.resolve(element.logicalId) as string;
}
