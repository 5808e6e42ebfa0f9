import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lambdaInvoker } from '../../../../handlers/ports/aws/lambda-invoker.ts';
import { lambdaVersions } from '../../../../handlers/ports/aws/lambda-versions.ts';
import type { Invoker, Versions } from '../../../../handlers/ports/lambda.ts';
import { fakeAws, type FakeAws } from './fake-aws.ts';
import { patienceOf } from './patience.ts';

const refused = (name: string, status: number) => ({
  status,
  headers: { 'x-amzn-errortype': name },
  body: { Type: 'User', Message: name },
});

let aws: FakeAws;
let versions: Versions;
let invoker: Invoker;
beforeAll(async () => {
  aws = await fakeAws();
  const client = new LambdaClient(aws.settings);
  versions = lambdaVersions(client, 'greetings');
  invoker = lambdaInvoker(client, 'greetings');
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.seen.length = 0;
});

describe('aliases', () => {
  it('reads the version and the revision of an alias', async () => {
    aws.answer({ body: { Name: 'canary', FunctionVersion: '7', RevisionId: 'r1' } });
    expect(await versions.readAlias('canary')).toEqual({ version: '7', revisionId: 'r1' });
    expect(aws.seen).toMatchObject([{ method: 'GET', path: '/2015-03-31/functions/greetings/aliases/canary' }]);
  });

  it('are read, pointed and invoked by the names that their prefix gives them', async () => {
    const client = new LambdaClient(aws.settings);
    aws.answer({ body: { Name: 'lattice-canary', FunctionVersion: '7', RevisionId: 'r1' } });
    await lambdaVersions(client, 'greetings', 'lattice-').readAlias('canary');
    await lambdaVersions(client, 'greetings', 'lattice-').pointAlias('canary', '8', 'r1');
    aws.answer({ headers: { 'x-amz-executed-version': '7' }, body: {} });
    await lambdaInvoker(client, 'greetings', 'lattice-').invoke('production', {});
    expect(aws.seen.map(({ path }) => path)).toEqual([
      '/2015-03-31/functions/greetings/aliases/lattice-canary',
      '/2015-03-31/functions/greetings/aliases/lattice-canary',
      expect.stringMatching(/^\/2015-03-31\/functions\/greetings\/invocations\b/) as string,
    ]);
    expect(JSON.stringify(aws.seen.at(-1))).toContain('lattice-production');
  });

  it('fails for an alias that does not exist', async () => {
    aws.answer(refused('ResourceNotFoundException', 404));
    await expect(versions.readAlias('canary')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('fails for an answer without a revision', async () => {
    aws.answer({ body: { Name: 'canary', FunctionVersion: '7' } });
    await expect(versions.readAlias('canary')).rejects.toThrow(
      'alias canary of greetings has no readable version and revision',
    );
  });

  it('rejects an alias that splits its traffic over two versions as drifted', async () => {
    aws.answer({
      body: { FunctionVersion: '7', RevisionId: 'r1', RoutingConfig: { AdditionalVersionWeights: { '5': 0.25 } } },
    });
    const reading = versions.readAlias('production');
    await expect(reading).rejects.toMatchObject({ name: 'VersionDrifted' });
    await expect(reading).rejects.toThrow('points at version 7 but sends 25 % to version 5');
  });

  it('takes an empty routing configuration for none', async () => {
    aws.answer({ body: { FunctionVersion: '7', RevisionId: 'r1', RoutingConfig: { AdditionalVersionWeights: {} } } });
    expect(await versions.readAlias('production')).toEqual({ version: '7', revisionId: 'r1' });
  });

  it('points an alias under the condition that its revision is the one that was read', async () => {
    aws.answer({ body: {} });
    expect(await versions.pointAlias('production', '8', 'r1')).toBe(true);
    expect(aws.seen).toMatchObject([{ method: 'PUT', path: '/2015-03-31/functions/greetings/aliases/production' }]);
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual({ FunctionVersion: '8', RevisionId: 'r1' });
  });

  it('says false when the revision is another by now', async () => {
    aws.answer(refused('PreconditionFailedException', 412));
    expect(await versions.pointAlias('production', '8', 'r1')).toBe(false);
  });

  it('fails when the alias cannot be pointed for another reason', async () => {
    aws.answer(refused('ResourceNotFoundException', 404));
    await expect(versions.pointAlias('production', '8', 'r1')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('versions', () => {
  it('asks for the one version, however many there are', async () => {
    aws.answer({ body: { Version: '5', State: 'Active' } });
    expect(await versions.exists('5')).toBe(true);
    expect(aws.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /2015-03-31/functions/greetings/configuration?Qualifier=5',
    ]);
  });

  it('takes only the answer that there is none for a no', async () => {
    aws.answer(refused('ResourceNotFoundException', 404));
    expect(await versions.exists('9')).toBe(false);
    aws.answer(refused('AccessDeniedException', 403));
    await expect(versions.exists('9')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('a version that is not what was deployed', () => {
  it('is told by the fields in which the function differs, in two calls', async () => {
    aws.answer(({ path }) => {
      const STAGE = path.includes('LATEST') ? 'new' : 'old';
      return { body: { Timeout: 3, Environment: { Variables: { STAGE } } } };
    });
    expect(await versions.unpublished('5')).toEqual(['Environment.STAGE']);
    expect(aws.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /2015-03-31/functions/greetings/configuration?Qualifier=5',
      'GET /2015-03-31/functions/greetings/configuration?Qualifier=%24LATEST',
    ]);
  });
});

describe('invoking', () => {
  const event = { version: '2.0', path: '/health', method: 'GET' };

  it('sends the event to the alias and tells version and payload', async () => {
    aws.answer({ headers: { 'x-amz-executed-version': '7' }, body: { statusCode: 200 } });
    expect(await invoker.invoke('canary', event)).toEqual({ executedVersion: '7', payload: { statusCode: 200 } });
    expect(aws.seen).toMatchObject([
      { method: 'POST', path: '/2015-03-31/functions/greetings/invocations?Qualifier=canary' },
    ]);
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual(event);
  });

  it('tells that the function threw', async () => {
    aws.answer({
      headers: { 'x-amz-executed-version': '7', 'x-amz-function-error': 'Unhandled' },
      body: { errorType: 'Error', errorMessage: 'no' },
    });
    expect(await invoker.invoke('canary', event)).toEqual({
      executedVersion: '7',
      functionError: 'Unhandled',
      payload: { errorType: 'Error', errorMessage: 'no' },
    });
  });

  it('leaves a payload undefined that is not JSON', async () => {
    aws.answer({ headers: { 'x-amz-executed-version': '7' }, body: 'oops' });
    expect(await invoker.invoke('canary', event)).toEqual({ executedVersion: '7', payload: undefined });
  });

  it('asks one version past every alias, and tells what it answered', async () => {
    aws.answer({ headers: { 'x-amz-executed-version': '7' }, body: { statusCode: 200 } });
    expect(await invoker.invokeVersion('7', event, 1_000)).toEqual({
      executedVersion: '7',
      payload: { statusCode: 200 },
    });
    expect(aws.seen).toMatchObject([{ path: '/2015-03-31/functions/greetings/invocations?Qualifier=7' }]);
    expect(JSON.parse(aws.seen[0]?.body ?? '')).toEqual(event);
  });

  it('has no answer of a version that takes longer than it is waited for', async () => {
    aws.hang();
    expect(await invoker.invokeVersion('7', event, 100)).toBeUndefined();
    expect(await patienceOf((client) => lambdaInvoker(client, 'greetings').invokeVersion('7', event, 100))).toEqual([
      100,
    ]);
  });

  it('fails for a version that Lambda does not run', async () => {
    aws.answer(refused('ResourceNotFoundException', 404));
    await expect(invoker.invokeVersion('7', event, 1_000)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('fails for an answer that does not tell the version', async () => {
    aws.answer({ body: {} });
    await expect(invoker.invoke('canary', event)).rejects.toThrow('did not tell the version');
  });
});
