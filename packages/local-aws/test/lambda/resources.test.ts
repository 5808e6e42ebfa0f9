import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/core/random.ts';
import { OPERATOR } from '../../src/core/types.ts';
import { lambdaResources } from '../../src/lambda/resources.ts';
import { bundle, PLACE, startFunctions } from './bundle.ts';

const FUNCTION = {
  Code: { S3Bucket: 'assets', S3Key: 'a.zip' },
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::123456789012:role/fn',
};

/** @param concurrency of the account; without a limit unless told */
function providers(concurrency?: number) {
  const { functions } = startFunctions(undefined, undefined, undefined, concurrency);
  const folders = new Map([
    ['a.zip', bundle('export const handler = () => "a";')],
    ['b.zip', bundle('export const handler = () => "b";')],
  ]);
  const all = new Map(
    lambdaResources(functions, { folderOf: async (_bucket, key) => folders.get(key) }, seededRandom(1)).map((each) => [
      each.type,
      each,
    ]),
  );
  const request = (type: string, properties: object, logicalId = 'Id') => {
    const provider = all.get(`AWS::Lambda::${type}`);
    if (provider === undefined) throw new Error(type);
    const input = {
      logicalId,
      stackName: 'Stack',
      place: PLACE,
      metadata: {},
      properties: provider.schema.parse(properties),
    };
    return { provider, input };
  };
  return {
    functions,
    create: (type: string, properties: object, logicalId?: string) => {
      const { provider, input } = request(type, properties, logicalId);
      return provider.create(input);
    },
    request,
  };
}

describe('AWS::Lambda::Version', () => {
  test('publishes the code and settings of the moment', async () => {
    const { create, functions, request } = providers();
    const fn = await create('Function', { ...FUNCTION, FunctionName: 'fn' });
    const version = await create('Version', { FunctionName: fn.ref });
    expect(version).toEqual({
      ref: 'arn:aws:lambda:eu-west-1:123456789012:function:fn:1',
      attributes: { Version: '1', FunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:fn:1' },
    });
    const { provider, input } = request('Function', {
      ...FUNCTION,
      FunctionName: 'fn',
      Code: { S3Bucket: 'assets', S3Key: 'b.zip' },
    });
    await provider.update(input, fn);
    expect((await create('Version', { FunctionName: 'fn' }, 'Next')).attributes['Version']).toBe('2');
    const run = async (qualifier: string) =>
      (await functions.invoke({ functionArn: `fn:${qualifier}`, payload: '{}', caller: OPERATOR })).payload;
    expect([await run('1'), await run('2')]).toEqual(['"a"', '"b"']);
  });

  test('rejects publishing what is published already, as CloudFormation does', async () => {
    const { create } = providers();
    await create('Function', { ...FUNCTION, FunctionName: 'fn' });
    await create('Version', { FunctionName: 'fn' });
    await expect(create('Version', { FunctionName: 'fn' }, 'Again')).rejects.toThrow(
      'A version for this Lambda function exists ( 1 ). Modify the function to create a new version.',
    );
  });
});

test('an alias that the template changes is written whole, its version too', async () => {
  const { create, request, functions } = providers();
  await create('Function', { ...FUNCTION, FunctionName: 'fn' });
  await create('Version', { FunctionName: 'fn' });
  const before = await create('Alias', { FunctionName: 'fn', FunctionVersion: '1', Name: 'production' });
  functions.registry.update('fn', { folder: '/b', sha256: 'b' }, functions.registry.get('fn').latest.configuration);
  functions.registry.publish('fn');
  functions.registry.updateAlias('fn', 'production', { version: '2' });
  const { provider, input } = request('Alias', {
    FunctionName: 'fn',
    FunctionVersion: '1',
    Name: 'production',
    Description: 'new words',
  });
  await provider.update(input, before);
  expect(functions.registry.alias('fn', 'production')).toMatchObject({ version: '1', description: 'new words' });
});

describe('AWS::Lambda::Permission', () => {
  const LATTICE = {
    principal: 'vpc-lattice.amazonaws.com',
    sourceArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-1',
  };

  async function withPermission() {
    const { create, functions } = providers();
    await create('Function', { ...FUNCTION, FunctionName: 'fn' });
    await create('Version', { FunctionName: 'fn' });
    const alias = await create('Alias', { FunctionName: 'fn', FunctionVersion: '1', Name: 'canary' });
    await create('Alias', { FunctionName: 'fn', FunctionVersion: '1', Name: 'production' }, 'Other');
    await create('Permission', {
      FunctionName: alias.ref,
      Action: 'lambda:InvokeFunction',
      Principal: LATTICE.principal,
      SourceArn: LATTICE.sourceArn,
    });
    return {
      alias,
      admit: (functionArn: string, caller: { principal: string; sourceArn?: string }) =>
        functions.admit({ functionArn, caller, payload: '{}' }),
    };
  }

  test('lets the service in through the alias that it names, from the source that it names', async () => {
    const { admit, alias } = await withPermission();
    expect(admit(alias.ref, LATTICE).snapshot.version).toBe('1');
  });

  test.each([
    ['through another alias', 'fn:production', LATTICE],
    ['without the alias', 'fn', LATTICE],
    ['from another target group', 'fn:canary', { ...LATTICE, sourceArn: `${LATTICE.sourceArn}2` }],
    ['without a source', 'fn:canary', { principal: LATTICE.principal }],
    ['of another service', 'fn:canary', { ...LATTICE, principal: 'sns.amazonaws.com' }],
  ])('rejects a call %s', async (_, functionArn, caller) => {
    const { admit } = await withPermission();
    expect(() => admit(functionArn, caller)).toThrow(
      'because no resource-based policy allows the lambda:InvokeFunction action',
    );
  });

  test('that changes is a new one, and the old one holds until the update is over', async () => {
    const { create, functions, request } = providers();
    await create('Function', { ...FUNCTION, FunctionName: 'fn' });
    const permission = (SourceArn: string) => ({
      FunctionName: 'fn',
      Action: 'lambda:InvokeFunction',
      Principal: LATTICE.principal,
      SourceArn,
    });
    const before = await create('Permission', permission(LATTICE.sourceArn));
    const later = `${LATTICE.sourceArn}2`;
    const { provider, input } = request('Permission', permission(later));
    const admits = (sourceArn: string) => () =>
      functions.admit({ functionArn: 'fn', caller: { ...LATTICE, sourceArn }, payload: '{}' });
    expect((await provider.update(input, before)).ref).not.toBe(before.ref);
    expect(admits(LATTICE.sourceArn)).not.toThrow();
    expect(admits(later)).not.toThrow();
    await provider.remove(before);
    expect(admits(LATTICE.sourceArn)).toThrow('no resource-based policy');
    expect(admits(later)).not.toThrow();
  });

  test('that is gone lets nobody in any more, who was let in before either', async () => {
    const { create, functions, request } = providers();
    await create('Function', { ...FUNCTION, FunctionName: 'fn' });
    const permission = { FunctionName: 'fn', Action: 'lambda:InvokeFunction', Principal: LATTICE.principal };
    const made = await create('Permission', permission);
    const admitted = () => functions.admit({ functionArn: 'fn', caller: LATTICE, payload: '{}' });
    expect(admitted).not.toThrow();
    expect(admitted).not.toThrow();
    await request('Permission', permission).provider.remove(made);
    expect(admitted).toThrow('no resource-based policy');
    expect(functions.registry.get('fn').policies.get('')?.Statement).toEqual([]);
  });

  test('is not needed by roles of the account', async () => {
    const { admit } = await withPermission();
    expect(admit('fn:production', { principal: 'arn:aws:iam::123456789012:role/machine' }).qualifier).toBe(
      'production',
    );
  });
});

const reserved = (count?: number) => ({
  ...FUNCTION,
  FunctionName: 'fn',
  ...(count !== undefined && { ReservedConcurrentExecutions: count }),
});

describe('AWS::Lambda::Function', () => {
  test('takes a made-up name that fits into 64 characters', async () => {
    const { create } = providers();
    const { ref } = await create('Function', FUNCTION, 'L'.repeat(100));
    expect(ref).toMatch(/^Stack-L+-[0-9a-f]{12}$/);
    expect(ref).toHaveLength(64);
  });

  test('rejects code that the assembly does not have', async () => {
    const { create } = providers();
    await expect(create('Function', { ...FUNCTION, Code: { S3Bucket: 'assets', S3Key: 'c.zip' } })).rejects.toThrow(
      'Code.S3Key: the assembly has no asset c.zip',
    );
  });

  test.each([
    ['another runtime', { Runtime: 'python3.13' }, 'a Node.js runtime such as nodejs24.x'],
    ['inline code', { Code: { ZipFile: 'exports.handler' } }, 'ZipFile'],
    ['less than no concurrency', { ReservedConcurrentExecutions: -1 }, 'ReservedConcurrentExecutions'],
  ])('rejects %s', (_, properties, message) => {
    const { request } = providers();
    expect(() => request('Function', { ...FUNCTION, ...properties })).toThrow(message);
  });

  test('reserves concurrency, changes it, and gives it back with the property or the function', async () => {
    const { create, functions, request } = providers();
    const fn = await create('Function', reserved(5));
    const seen = [functions.concurrency.reservedFor('fn')];
    for (const count of [2, undefined, 3]) {
      const { provider, input } = request('Function', reserved(count));
      await provider.update(input, fn);
      seen.push(functions.concurrency.reservedFor('fn'));
    }
    functions.remove('fn');
    expect([...seen, functions.concurrency.reservedFor('fn')]).toEqual([5, 2, undefined, 3, undefined]);
  });

  test('is refused where less than 100 would be left for all others', async () => {
    const { create } = providers(104);
    await expect(create('Function', { ...FUNCTION, ReservedConcurrentExecutions: 5 })).rejects.toThrow(
      "decreases account's UnreservedConcurrentExecution below its minimum value of [100]",
    );
    await create('Function', { ...FUNCTION, ReservedConcurrentExecutions: 4 });
  });
});
