import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it, onTestFinished } from 'vitest';
import { lambdaFunctionVersions } from '../../../cli/prune/versions.ts';
import { lambdaService, startEndpoint } from 'local-aws/services';
import { lambdaWorld } from 'local-aws/testing';

/** 60 versions, which Lambda lists in two pages, behind its own protocol; `production` at 1. */
async function service() {
  const { create, functions } = lambdaWorld(onTestFinished);
  await create('export const handler = (event) => event;');
  const { registry } = functions;
  for (let i = 1; i <= 60; i++) {
    registry.update('fn', { folder: `/code-${i}`, sha256: `${i}` }, registry.get('fn').latest.configuration);
    registry.publish('fn', `${i}`);
  }
  registry.createAlias('fn', 'production', '1', '');
  const endpoint = await startEndpoint({
    port: 0,
    services: [lambdaService(functions)],
    dynamodbUrl: 'http://127.0.0.1:1',
    callerOf: () => undefined,
    log: () => undefined,
  });
  const client = new LambdaClient({
    endpoint: endpoint.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  onTestFinished(async () => {
    client.destroy();
    await endpoint.close();
  });
  return lambdaFunctionVersions(client, 'fn');
}

it('lists every page of published versions, without $LATEST, and the aliases', async () => {
  const fn = await service();
  expect(await fn.versions()).toEqual(Array.from({ length: 60 }, (_, i) => `${i + 1}`));
  expect(await fn.aliases()).toEqual([{ name: 'production', versions: ['1'] }]);
});

it('deletes a version and no other, one that is gone as well, and tells one that an alias refers to', async () => {
  const fn = await service();
  expect(await fn.delete('7')).toBe('deleted');
  expect(await fn.versions()).toHaveLength(59);
  // Lambda takes a version that is not there for deleted.
  expect(await fn.delete('7')).toBe('deleted');
  expect(await fn.delete('1')).toEqual({ refused: expect.stringContaining('production') as string });
  expect(await fn.versions()).toContain('1');
});

it.each(['', '$LATEST', 'production', '0'])(
  'rejects %j, which is no published version: without one, the call would delete the function',
  async (version) => {
    const fn = await service();
    await expect(fn.delete(version)).rejects.toThrow('not a published version');
    expect(await fn.versions()).toHaveLength(60);
  },
);
