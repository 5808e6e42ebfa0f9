import { expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { lambdaResources } from '../../src/lambda/resources.ts';
import { bundle, PLACE, startFunctions } from './bundle.ts';
import { folderOf } from './folder-of.ts';

const FUNCTION = {
  Code: { S3Bucket: 'assets', S3Key: 'a.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::123456789012:role/fn',
};

/** A layer with the module `shared`, which needs another that is for one runtime. */
function layer(): string {
  return folderOf({
    'nodejs/node_modules/shared/package.json': '{"type":"module","exports":"./shared.js"}',
    'nodejs/node_modules/shared/shared.js': 'import node from "which"; export const says = "1.0 of " + node;',
    'nodejs/node24/node_modules/which/index.js': 'module.exports = "Node.js 24";',
    'nodejs/node20/node_modules/which/index.js': 'module.exports = "Node.js 20";',
  });
}

function commonJs(more: Readonly<Record<string, string>> = {}): string {
  return folderOf({ 'index.js': 'const { says } = require("shared"); exports.handler = async () => says;', ...more });
}

function providers() {
  const { functions } = startFunctions();
  const folders = new Map([
    ['a.zip', bundle('export const handler = () => "a";')],
    ['layer.zip', layer()],
    ['imports.zip', bundle('import { says } from "shared"; export const handler = () => says;')],
    ['requires.zip', commonJs()],
    ['has-its-own.zip', commonJs({ 'node_modules/shared/index.js': 'exports.says = "its own";' })],
  ]);
  const all = lambdaResources(functions, { folderOf: async (_bucket, key) => folders.get(key) }, seededRandom(1));
  const request = (type: string, properties: object) => {
    const provider = all.find((each) => each.type === `AWS::Lambda::${type}`);
    if (provider === undefined) throw new Error(type);
    const input = { logicalId: 'Id', stackName: 'Stack', place: PLACE, metadata: {} };
    return { provider, input: { ...input, properties: provider.schema.parse(properties) } };
  };
  return {
    functions,
    request,
    create: (type: string, properties: object) => {
      const { provider, input } = request(type, properties);
      return provider.create(input);
    },
  };
}

const LAYER = { Content: { S3Bucket: 'assets', S3Key: 'layer.zip' } };
/** Invokes a function of this code with a layer, of this app unless told otherwise. */
async function answerOf(key: string, Layers?: string[]) {
  const { functions, create } = providers();
  const { ref } = await create('LayerVersion', LAYER);
  const Code = { S3Bucket: 'assets', S3Key: key };
  const { attributes } = await create('Function', { ...FUNCTION, Code, Layers: Layers ?? [ref] });
  const { payload } = await functions.invoke({
    functionArn: attributes['Arn'] ?? '',
    payload: '{}',
    caller: OPERATOR,
  });
  return payload;
}

test.each(['imports.zip', 'requires.zip'])('its modules are found by a function that %s', async (key) => {
  expect(await answerOf(key)).toBe('"1.0 of Node.js 24"');
});

test('modules of the function itself come before those of a layer', async () => {
  expect(await answerOf('has-its-own.zip')).toBe('"its own"');
});

test('a layer of elsewhere is told of, and its modules are not found', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:38';
  expect(await answerOf('a.zip', [arn])).toBe('"a"');
  expect(await answerOf('requires.zip', [arn])).toContain('Cannot find module');
  const { request } = providers();
  const { provider, input } = request('Function', { ...FUNCTION, Layers: [arn] });
  expect(provider.keeps?.(input.properties)).toEqual([expect.stringContaining(`the layer ${arn} is not of this app`)]);
});

test('another content is another version, and a function with it another version of itself', async () => {
  const { functions, create } = providers();
  const [one, two] = [await create('LayerVersion', LAYER), await create('LayerVersion', LAYER)];
  expect(two.ref).not.toBe(one.ref);
  const { ref } = await create('Function', { ...FUNCTION, Layers: [one.ref] });
  functions.registry.publish(ref);
  const { latest } = functions.registry.get(ref);
  functions.registry.update(ref, latest.code, { ...latest.configuration, layers: [two.ref] });
  expect(functions.registry.publish(ref)).toMatchObject({ existed: false, snapshot: { version: '2' } });
});
