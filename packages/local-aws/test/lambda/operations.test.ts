import { describe, expect, test } from 'vitest';
import type { Input } from '../../src/core/types.ts';
import { lambdaService } from '../../src/lambda/service.ts';
import { callTo } from '../services.ts';
import { startFunction } from './bundle.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:fn';

/** `fn` with the versions 1 and 2 and the alias `production` at 1. */
async function service() {
  const { functions } = await startFunction('export const handler = (event) => event;');
  const { registry } = functions;
  registry.publish('fn', 'first');
  registry.update('fn', { folder: '/elsewhere', sha256: 'other' }, registry.get('fn').latest.configuration);
  registry.publish('fn', 'second');
  registry.createAlias('fn', 'production', '1', 'live');
  return {
    functions,
    call: async (name: string, input: Input) =>
      (await callTo(lambdaService(functions), name, input)) as Record<string, unknown>,
  };
}

describe('aliases', () => {
  test('move only when the revision is the one that was read', async () => {
    const { call } = await service();
    const { RevisionId, FunctionVersion } = await call('GetAlias', { FunctionName: 'fn', Name: 'production' });
    expect(FunctionVersion).toBe('1');
    const moved = await call('UpdateAlias', {
      FunctionName: ARN,
      Name: 'production',
      FunctionVersion: '2',
      RevisionId,
    });
    expect(moved).toMatchObject({ AliasArn: `${ARN}:production`, FunctionVersion: '2', Description: 'live' });
    expect(moved['RevisionId']).not.toBe(RevisionId);
    await expect(
      call('UpdateAlias', { FunctionName: 'fn', Name: 'production', FunctionVersion: '1', RevisionId }),
    ).rejects.toMatchObject({
      code: 'PreconditionFailedException',
      status: 412,
    });
    expect(await call('GetAlias', { FunctionName: 'fn', Name: 'production' })).toEqual(moved);
  });

  test('reject a version that does not exist', async () => {
    const { call } = await service();
    await expect(
      call('UpdateAlias', { FunctionName: 'fn', Name: 'production', FunctionVersion: '9' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFoundException', status: 404 });
  });

  test('are listed, of one version only when asked', async () => {
    const { functions, call } = await service();
    functions.registry.createAlias('fn', 'canary', '2', '');
    const names = async (input: Input) =>
      ((await call('ListAliases', { FunctionName: 'fn', ...input }))['Aliases'] as { Name: string }[]).map(
        ({ Name }) => Name,
      );
    expect(await names({})).toEqual(['production', 'canary']);
    expect(await names({ FunctionVersion: '2' })).toEqual(['canary']);
  });
});

describe('versions', () => {
  test('are listed page by page, $LATEST first', async () => {
    const { call } = await service();
    const first = await call('ListVersionsByFunction', { FunctionName: 'fn', MaxItems: 2 });
    const second = await call('ListVersionsByFunction', {
      FunctionName: 'fn',
      MaxItems: 2,
      Marker: first['NextMarker'],
    });
    const versions = [first, second].map((page) =>
      (page['Versions'] as { Version: string }[]).map(({ Version }) => Version),
    );
    expect(versions).toEqual([['$LATEST', '1'], ['2']]);
    expect(second).not.toHaveProperty('NextMarker');
  });

  test('have no state in a list, nor have functions: whoever wants it asks for one', async () => {
    const { call } = await service();
    const lists = [await call('ListVersionsByFunction', { FunctionName: 'fn' }), await call('ListFunctions', {})];
    const listed = lists.flatMap((list) => Object.values(list).flat() as object[]);
    expect(listed).toHaveLength(4);
    for (const each of listed) expect(Object.keys(each).filter((key) => /^(State|LastUpdate)/.test(key))).toEqual([]);
    const one = await call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: '1' });
    expect(one).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' });
  });

  test('are deleted unless an alias refers to them, and their numbers are not used again', async () => {
    const { functions, call } = await service();
    await expect(call('DeleteFunction', { FunctionName: 'fn', Qualifier: '1' })).rejects.toMatchObject({
      code: 'ResourceConflictException',
      status: 409,
    });
    await call('DeleteFunction', { FunctionName: 'fn', Qualifier: '2' });
    await expect(call('DeleteFunction', { FunctionName: 'fn', Qualifier: '2' })).resolves.toEqual({});
    await expect(call('GetFunctionConfiguration', { FunctionName: 'fn', Qualifier: '2' })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
    functions.registry.update(
      'fn',
      { folder: '/third', sha256: 'third' },
      functions.registry.get('fn').latest.configuration,
    );
    expect(await call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '3' });
  });

  test('are not published twice when nothing changed', async () => {
    const { call } = await service();
    expect(await call('PublishVersion', { FunctionName: 'fn' })).toMatchObject({ Version: '2', Description: 'second' });
  });

  test('keep their code when $LATEST changes', async () => {
    const { functions } = await service();
    const { versions } = functions.registry.get('fn');
    expect(versions.get('1')?.code.sha256).not.toBe(versions.get('2')?.code.sha256);
  });
});

describe('Invoke', () => {
  test('answers with payload, status and executed version', async () => {
    const { call } = await service();
    expect(await call('Invoke', { FunctionName: 'fn', Qualifier: 'production', Payload: '{"a":1}' })).toEqual({
      StatusCode: 200,
      ExecutedVersion: '1',
      Payload: '{"a":1}',
    });
  });

  test('takes an event without waiting, or only checks', async () => {
    const { call } = await service();
    expect(await call('Invoke', { FunctionName: `${ARN}:production`, InvocationType: 'Event' })).toEqual({
      StatusCode: 202,
      Payload: '',
    });
    expect(await call('Invoke', { FunctionName: 'fn:production', InvocationType: 'DryRun' })).toEqual({
      StatusCode: 204,
      Payload: '',
    });
  });

  test.each([
    ['a function that does not exist', { FunctionName: 'nobody' }, 'ResourceNotFoundException'],
    ['an alias that does not exist', { FunctionName: 'fn', Qualifier: 'beta' }, 'ResourceNotFoundException'],
    ['two qualifiers', { FunctionName: 'fn:canary', Qualifier: 'production' }, 'InvalidParameterValueException'],
    ['a payload that is not JSON', { FunctionName: 'fn', Payload: 'x' }, 'InvalidRequestContentException'],
    [
      'a member that nothing here reads',
      { FunctionName: 'fn', ClientContext: 'e30=' },
      'InvalidParameterValueException',
    ],
    ['a name that is no name', { FunctionName: 'no name' }, 'InvalidParameterValueException'],
  ])('rejects %s', async (_, input, code) => {
    const { call } = await service();
    await expect(call('Invoke', input)).rejects.toMatchObject({ code });
  });
});
