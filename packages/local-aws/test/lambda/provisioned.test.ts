import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../../src/core/virtual-clock.ts';
import type { Input } from '../../src/core/types.ts';
import { lambdaService } from '../../src/lambda/service.ts';
import { lambdaWorld } from '../../src/testing/functions.ts';
import { callTo } from '../services.ts';

const GOOD = 'export const handler = (event) => event;';
const CONFIG = 'ProvisionedConcurrencyConfig';

const on = (Qualifier: string) => ({ FunctionName: 'fn', Qualifier });

/** `fn` with version 1 of this source, and the alias `live` at it. */
async function service(source = GOOD, concurrency?: number) {
  const clock = new VirtualClock();
  const { functions, create } = lambdaWorld(onTestFinished, { clock, concurrency });
  await create(source);
  functions.registry.publish('fn');
  functions.registry.createAlias('fn', 'live', '1', '');
  const call = async (name: string, input: Input) =>
    (await callTo(lambdaService(functions), name, input)) as Record<string, unknown>;
  return {
    functions,
    pass: (seconds: number) => clock.runUntil(clock.now() + seconds * 1000),
    put: (qualifier: string, count = 2) =>
      call(`Put${CONFIG}`, { ...on(qualifier), ProvisionedConcurrentExecutions: count }),
    get: (qualifier: string) => call(`Get${CONFIG}`, on(qualifier)),
    remove: (qualifier: string) => call(`Delete${CONFIG}`, on(qualifier)),
    list: async () => (await call(`List${CONFIG}s`, { FunctionName: 'fn' }))[`${CONFIG}s`],
  };
}
const refused = (code: string, status: number, message: RegExp) => ({
  code,
  status,
  message: expect.stringMatching(message) as string,
});
const NONE = refused('ProvisionedConcurrencyConfigNotFoundException', 404, /^No Provisioned Concurrency Config found/);
const NOBODY = refused('ResourceNotFoundException', 404, /^Function not found/);

describe('provisioned concurrency of a version', () => {
  test('is in progress when it was asked for, and ready a while later', async () => {
    const { get, pass, put } = await service();
    const asked = await put('1');
    expect(asked).toMatchObject({
      RequestedProvisionedConcurrentExecutions: 2,
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: 'IN_PROGRESS',
    });
    await pass(89);
    expect(await get('1')).toEqual(asked);
    await pass(1);
    await vi.waitFor(async () => {
      expect(await get('1')).toMatchObject({
        AvailableProvisionedConcurrentExecutions: 2,
        AllocatedProvisionedConcurrentExecutions: 2,
        Status: 'READY',
      });
    });
  });

  test('fails for code that cannot be loaded', async () => {
    const { get, pass, put } = await service("throw new Error('no such table');");
    await put('1');
    await pass(90);
    await vi.waitFor(async () => {
      expect(await get('1')).toMatchObject({ Status: 'FAILED', StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' });
    });
  });

  test('stays as it is when it is asked for again, and begins anew with another number', async () => {
    const { pass, put } = await service();
    await put('1');
    await pass(90);
    await vi.waitFor(async () => expect(await put('1')).toMatchObject({ Status: 'READY' }));
    expect(await put('1', 3)).toMatchObject({ Status: 'IN_PROGRESS', RequestedProvisionedConcurrentExecutions: 3 });
  });

  test('is gone when it was removed, which may be done twice', async () => {
    const { get, list, put, remove } = await service();
    await put('1');
    expect(await list()).toMatchObject([{ FunctionArn: expect.stringMatching(/:fn:1$/) as string }]);
    await remove('1');
    await remove('1');
    await expect(get('1')).rejects.toMatchObject(NONE);
    expect(await list()).toEqual([]);
  });

  test('goes with the version, and with the function', async () => {
    const { functions, list, put } = await service();
    await put('1');
    functions.registry.removeAlias('fn', 'live');
    functions.removeVersion('fn', '1');
    expect(await list()).toEqual([]);
  });

  test('rejects $LATEST, and versions and aliases that are not there', async () => {
    const { get, put, remove } = await service();
    const unpublished = refused('InvalidParameterValueException', 400, /unpublished function versions/);
    await expect(put('$LATEST')).rejects.toMatchObject(unpublished);
    const latest = refused('InvalidParameterValueException', 400, /must be an alias or a published version/);
    await expect(get('$LATEST')).rejects.toMatchObject(latest);
    await expect(remove('$LATEST')).rejects.toMatchObject(latest);
    for (const qualifier of ['9', 'nobody']) {
      await expect(put(qualifier)).rejects.toMatchObject(NOBODY);
      await expect(get(qualifier)).rejects.toMatchObject(NOBODY);
      await expect(remove(qualifier)).rejects.toMatchObject(NOBODY);
    }
  });

  test('rejects an alias and its version both having it', async () => {
    const { put, remove } = await service();
    await put('1');
    await expect(put('live')).rejects.toMatchObject(
      refused('ResourceConflictException', 409, /on an already Provisioned version$/),
    );
    await remove('1');
    await put('live');
    await expect(put('1')).rejects.toMatchObject(
      refused('ResourceConflictException', 409, /pointed by a Provisioned Concurrency alias$/),
    );
  });

  test('rejects more than the function has reserved, or the account can spare', async () => {
    const { functions, put } = await service(GOOD, 110);
    await expect(put('1', 11)).rejects.toMatchObject(
      refused('InvalidParameterValueException', 400, /decreases account's UnreservedConcurrentExecution below/),
    );
    await put('1', 10);
    functions.concurrency.reserve('fn', 3);
    await expect(put('1', 4)).rejects.toMatchObject(
      refused('InvalidParameterValueException', 400, /greater than the reservedConcurrentExecution for function$/),
    );
  });
});
