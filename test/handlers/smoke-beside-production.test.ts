import { describe, expect, it } from 'vitest';
import { createSmokeTest } from '../../handlers/smoke-test.ts';
import { INVOKE_TIMEOUT_MS, CONNECTION_TIMEOUT_MS } from '../../handlers/ports/aws/client-settings.ts';
import { FUNCTIONS } from '../../statemachine/contract/functions.ts';
import { ANSWER_WITHIN_MS, SMOKE_ENDS_SECONDS, SMOKE_TRIES, type Smoke } from '../../statemachine/contract/smoke.ts';

const START = Date.UTC(2026, 0, 5, 9);

interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** Milliseconds. */
  readonly takes?: number;
}
interface Asked {
  readonly of: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** Two versions, 1 in production, and a clock that only their answers move. */
function service(reply: (asked: Asked, nth: number) => Reply = () => ({})) {
  let time = START;
  const asked: Asked[] = [];
  const answer = async (of: string, event: unknown, withinMs = Infinity) => {
    const request = { ...(event as Omit<Asked, 'of'>), of };
    asked.push(request);
    const { status = 200, body = {}, takes = 10 } = reply(request, asked.filter((each) => each.of === of).length);
    const over = time + Math.min(takes, withinMs);
    await Promise.resolve();
    time = Math.max(time, over);
    if (takes > withinMs) return undefined;
    return { executedVersion: '2', payload: { statusCode: status, body: JSON.stringify(body) } };
  };
  const test = createSmokeTest({
    clock: { now: () => new Date(START), elapsedMs: () => time - START },
    invoker: {
      invoke: async (alias, event) => (await answer(`alias ${alias}`, event)) ?? { executedVersion: '', payload: {} },
      invokeVersion: answer,
    },
  });
  const execution = { id: 'arn', redrives: 0 };
  return {
    asked,
    seconds: () => (time - START) / 1000,
    of: (name: string) => asked.filter(({ of }) => of === name).map(({ path }) => path),
    run: async (smoke: Smoke) => {
      const args = { execution, alias: 'canary', version: '2', path: '/health', answers: 3 } as const;
      return (await test({ ...args, smoke: { ...smoke, production: '1' } })).message;
    },
  };
}

const FIRST = 'alias canary answered GET /health with version 2, 3 of 3 times';
const REQUESTS = [{ path: '/orders' }, { path: '/items', headers: { 'accept-language': 'de' } }];
const fails = (path: string, times: number) => (asked: Asked, nth: number) =>
  asked.of === '2' && asked.path === path && nth <= times ? { status: 503 } : {};
/** The first answer is that of the try beside production. */
const slowFor = (times: number) => (asked: Asked, nth: number) =>
  asked.of === '2' && asked.path === '/orders' ? { takes: nth <= times ? 900 : 40 } : {};

describe('the smoke test beside production', () => {
  it('asks both versions each GET once, past the aliases that alarms and comparison watch, and tells', async () => {
    const { run, asked, of } = service(({ of: version, path }) =>
      path === '/orders' ? { body: version === '2' ? { total: '3' } : { total: 3 } } : {},
    );
    expect(await run({ requests: REQUESTS })).toBe(
      `${FIRST}; GET /orders: total string instead of number; GET /items: as production`,
    );
    expect(of('alias canary')).toEqual(['/health', '/health', '/health']);
    expect(of('1')).toEqual(['/orders', '/items']);
    expect(of('2')).toEqual(['/orders', '/items']);
    expect(of('alias production')).toEqual([]);
    expect(asked.at(-1)?.headers).toMatchObject({ host: ['smoke-test'], 'accept-language': ['de'] });
  });

  it('refuses a canary that fails in two tries where production does not, and asks nothing more', async () => {
    const { run, of } = service(fails('/orders', Infinity));
    await expect(run({ requests: REQUESTS, warm: { withinMs: 50, atMost: 5 } })).rejects.toThrow(
      expect.objectContaining({
        name: 'SmokeTestFailed',
        message: 'GET /orders gets 503 from version 2 and 200 from production, in 2 of 2 tries',
      }),
    );
    expect(of('2')).toEqual(['/orders', '/orders']);
  });

  it('lets one failure of three pass, and tells it', async () => {
    const { run, of } = service(fails('/orders', 1));
    expect(await run({ requests: [{ path: '/orders' }] })).toBe(
      `${FIRST}; GET /orders: 503 in one of 3 tries where production was fine`,
    );
    expect(of('1')).toHaveLength(SMOKE_TRIES);
  });

  it('does not hold against the canary that production fails', async () => {
    const { run } = service(({ of }) => (of === '1' ? { status: 500 } : { status: 500 }));
    await expect(run({ requests: [{ path: '/orders' }] })).rejects.toThrow(/answered 500.*\/health/);
    const broken = service(({ of, path }) => (path === '/orders' ? { status: of === '1' ? 500 : 502 } : {}));
    expect(await broken.run({ requests: [{ path: '/orders' }] })).toBe(
      `${FIRST}; GET /orders: production itself has 500, the canary 502`,
    );
  });
});

describe('warming', () => {
  const WARM = { withinMs: 100, atMost: 4 };

  it('repeats a GET until it answers in time', async () => {
    const { run, of } = service(slowFor(3));
    expect(await run({ requests: [{ path: '/orders' }], warm: WARM })).toBe(
      `${FIRST}; GET /orders: as production; GET /orders warm when asked 3 times, 40 ms`,
    );
    expect(of('2')).toHaveLength(1 + 3);
    expect(of('1')).toHaveLength(1);
  });

  it('gives up after so many times, tells it and refuses nothing', async () => {
    const { run, of } = service(slowFor(Infinity));
    expect(await run({ requests: REQUESTS, warm: WARM })).toBe(
      `${FIRST}; GET /orders: as production; GET /items: as production; ` +
        'GET /orders asked 4 times and not within 100 ms, at last 900 ms; GET /items warm when asked 1 time, 10 ms',
    );
    expect(of('2').filter((path) => path === '/orders')).toHaveLength(1 + 4);
  });

  it('takes a fast failure for no answer', async () => {
    const { run } = service((asked, nth) => (asked.of === '2' && nth > 1 ? { status: 503 } : {}));
    expect(await run({ requests: [{ path: '/orders' }], warm: WARM })).toContain(
      'GET /orders asked 4 times and not within 100 ms, at last no good answer',
    );
  });
});

describe('in the worst case', () => {
  const FIRST_ANSWERS_MS = 3 * (INVOKE_TIMEOUT_MS + CONNECTION_TIMEOUT_MS);

  it('the first answers leave one GET all of its tries, and the function ends by itself', () => {
    expect(FIRST_ANSWERS_MS + SMOKE_TRIES * ANSWER_WITHIN_MS).toBeLessThanOrEqual(SMOKE_ENDS_SECONDS * 1000);
    expect(SMOKE_ENDS_SECONDS).toBeLessThanOrEqual(FUNCTIONS.smokeTest.timeoutSeconds - 5);
  });

  it('no GET is sent that could be answered too late: what there is no time to ask is refused', async () => {
    const { run, seconds } = service(({ of }) => ({ takes: of.startsWith('alias') ? 11_000 : ANSWER_WITHIN_MS }));
    const requests = Array.from({ length: 10 }, (_, i) => ({ path: `/${i}` }));
    await expect(run({ requests })).rejects.toThrow(
      expect.objectContaining({
        name: 'SmokeTestFailed',
        message: 'no time left to ask GET /3: the answers before took it',
      }),
    );
    expect(seconds()).toBe(33 + 3 * 6);
  });

  it('warming ends in time as well, and tells what it did not get to', async () => {
    const { run, seconds } = service(({ of }, nth) => ({ takes: of === '2' && nth > 2 ? 5_900 : 10 }));
    const message = await run({ requests: REQUESTS, warm: { withinMs: 100, atMost: 50 } });
    expect(message).toContain('GET /items asked 4 times and not within 100 ms, at last 5900 ms');
    expect(seconds()).toBeLessThanOrEqual(SMOKE_ENDS_SECONDS);
  });
});
