import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LatticeResponse, ServiceHandler } from '../../../handlers/service/router.ts';
import { releases } from '../../../infra/bundling/index.ts';

/** A whole event of VPC Lattice, version 2.0, of which the service reads little. */
const event = (path: string, method = 'GET') => ({
  version: '2.0',
  path,
  method,
  headers: { host: ['greetings.example.com'] },
  queryStringParameters: {},
  body: null,
  isBase64Encoded: false,
  requestContext: {
    targetGroupArn: 'arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-0123456789abcdef0',
    timeEpoch: '1767603600000000',
  },
});

const handlerOf = async (release: string) =>
  ((await import(`../../../handlers/service/releases/${release}.ts`)) as { handler: ServiceHandler }).handler;
const ask = async (release: string, path: string, method?: string) => (await handlerOf(release))(event(path, method));
const told = ({ statusCode, body }: LatticeResponse) => ({
  statusCode,
  ...(JSON.parse(body) as Record<string, unknown>),
});

describe.each([...releases()])('release %s', (release) => {
  it('tells itself in header and body of every answer', async () => {
    for (const path of ['/health', '/nowhere']) {
      const answer = await ask(release, path);
      expect(answer).toMatchObject({
        isBase64Encoded: false,
        headers: { 'content-type': 'application/json', 'x-release': release },
      });
      expect(told(answer)).toMatchObject({ release });
    }
  });

  it('answers an unknown path with 404, naming the paths', async () => {
    expect(told(await ask(release, '/nowhere?x=1'))).toMatchObject({
      statusCode: 404,
      error: 'no such path: /nowhere',
      paths: expect.arrayContaining(['/hello', '/health']) as unknown,
    });
  });

  it('answers another method than GET with 405', async () => {
    const answer = await ask(release, '/hello', 'POST');
    expect(told(answer)).toMatchObject({ statusCode: 405, error: 'method POST is not allowed, expected GET' });
    expect(answer.headers).toMatchObject({ allow: 'GET' });
  });
});

describe.each(['1.0.0', '2.0.0', '2.1.0-errors', '2.1.0-throws', '2.1.0-slow', '2.1.0-hangs'])(
  'release %s',
  (release) => {
    it('passes the smoke test', async () => {
      expect(told(await ask(release, '/health'))).toEqual({ statusCode: 200, release, status: 'ok' });
    });
  },
);

describe('release 1.0.0', () => {
  it.each([
    ['/hello?name=Ada', 'Hello, Ada!'],
    ['/hello?name=Ada%20L%C3%B3pez&lang=de', 'Hello, Ada López!'],
    ['/hello', 'Hello, world!'],
    ['/hello?name=', 'Hello, world!'],
  ])('greets for %s in one language', async (path, message) => {
    expect(told(await ask('1.0.0', path))).toEqual({ statusCode: 200, release: '1.0.0', message });
  });

  it('knows no languages', async () => {
    expect((await ask('1.0.0', '/languages')).statusCode).toBe(404);
  });

  it('answers a name of more than 100 characters with 400', async () => {
    expect(told(await ask('1.0.0', `/hello?name=${'x'.repeat(101)}`))).toMatchObject({
      statusCode: 400,
      error: 'name has 101 characters, at most 100 are greeted',
    });
    expect((await ask('1.0.0', `/hello?name=${'x'.repeat(100)}`)).statusCode).toBe(200);
  });
});

describe('release 2.0.0', () => {
  it.each([
    ['/hello?name=Ada', 'Hello, Ada!'],
    ['/hello?name=Ada&lang=de', 'Hallo, Ada!'],
    ['/hello?lang=fr', 'Bonjour, world!'],
  ])('greets for %s in the language asked for', async (path, message) => {
    expect(told(await ask('2.0.0', path))).toEqual({ statusCode: 200, release: '2.0.0', message });
  });

  it('lists its languages', async () => {
    expect(told(await ask('2.0.0', '/languages'))).toEqual({
      statusCode: 200,
      release: '2.0.0',
      languages: ['de', 'en', 'es', 'fr', 'it'],
    });
  });

  it('answers an unknown language with 400, naming those there are', async () => {
    expect(told(await ask('2.0.0', '/hello?lang=xx'))).toEqual({
      statusCode: 400,
      release: '2.0.0',
      error: 'unknown language: xx',
      languages: ['de', 'en', 'es', 'fr', 'it'],
    });
  });
});

describe('releases that misbehave under traffic', () => {
  afterEach(() => vi.useRealTimers());

  it('2.1.0-errors answers users with 500', async () => {
    for (const path of ['/hello?name=Ada', '/languages'])
      expect(told(await ask('2.1.0-errors', path))).toMatchObject({ statusCode: 500, release: '2.1.0-errors' });
  });

  it('2.1.0-throws throws for users', async () => {
    for (const path of ['/hello?name=Ada', '/languages'])
      await expect(ask('2.1.0-throws', path)).rejects.toThrow('the greetings are gone');
  });

  it.each([
    ['2.1.0-slow', 6],
    ['2.1.0-hangs', 14],
  ])('%s answers users rightly after %i seconds', async (release, seconds) => {
    const handler = await handlerOf(release);
    vi.useFakeTimers();
    const done = vi.fn<() => void>();
    const answer = handler(event('/hello?name=Ada&lang=es')).finally(done);
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(told(await answer)).toEqual({ statusCode: 200, release, message: 'Hola, Ada!' });
  });

  it('2.1.0-dead fails the smoke test and everything else', async () => {
    for (const path of ['/health', '/hello', '/languages'])
      expect(told(await ask('2.1.0-dead', path))).toMatchObject({ statusCode: 503, error: 'cannot start' });
  });
});
