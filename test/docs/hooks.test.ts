import { readdirSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as calendar from '../../docs/examples/hooks/freeze-calendar.ts';
import * as flag from '../../docs/examples/hooks/feature-flag.ts';
import type { Asked } from '../../docs/examples/hooks/hook.ts';
import * as load from '../../docs/examples/hooks/load-test.ts';
import * as prometheus from '../../docs/examples/hooks/prometheus-query.ts';
import * as request from '../../docs/examples/hooks/request-through-lattice.ts';
import * as preview from '../../docs/examples/hooks/request-through-preview.ts';
import { readReply } from '../../rollout/hooks/reply.ts';
import { readText } from './pages.ts';

interface Stubbed {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
/** A server that answers each request so; what was asked of it. */
async function stub(answer: (url: string, nth: number, got: IncomingHttpHeaders) => Stubbed) {
  const asked: string[] = [];
  const server = createServer(({ url = '', headers: got }, response) => {
    asked.push(url);
    const { status = 200, body = {}, headers = {} } = answer(url, asked.length, got);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
function settings(given: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

const ASKED: Asked = {
  rolloutId: 'arn',
  stage: 'in bake',
  version: '8',
  weight: 30,
  aliases: { production: 'p', canary: 'c', previous: 'b' },
  restSeconds: 1800,
};
const heard = (payload: unknown) => readReply({ kind: 'answered', payload });

it('docs/hooks.md links to every recipe that there is', () => {
  const recipes = readdirSync(new URL('../../docs/examples/hooks', import.meta.url));
  for (const recipe of recipes) expect(readText('docs/hooks.md')).toContain(`(examples/hooks/${recipe})`);
});

describe('a request through the data plane', () => {
  it('succeeds when all are answered, and fails when one is a 5XX', async () => {
    const { asked, url } = await stub((_, nth) => ({ status: nth === 25 ? 503 : 200 }));
    settings({ SERVICE_URL: url });
    expect(heard(await request.handler())).toEqual({ status: 'succeeded', says: '20 requests answered' });
    const second = heard(await request.handler());
    expect(second).toMatchObject({ status: 'failed', says: expect.stringContaining('1 of 20') as string });
    expect(asked).toHaveLength(40);
  });

  it('fails when nobody answers', async () => {
    settings({ SERVICE_URL: 'http://127.0.0.1:9' });
    expect((await request.handler()).hookStatus).toBe('FAILED');
  });
});

/** What the recipe says of a service that answers testers so, and everybody else as version 1. */
const throughPreview = async (answer: (nth: number) => { readonly status?: number; readonly version?: string }) => {
  const { url } = await stub((_, nth, got) => {
    const { version, ...rest } = got['x-canary-preview'] === 'for-testers' ? answer(nth) : { version: '1' };
    return { ...rest, headers: version === undefined ? {} : { 'x-version': version } };
  });
  settings({
    SERVICE_URL: url,
    PREVIEW_HEADER: 'x-canary-preview',
    PREVIEW_VALUE: 'for-testers',
    VERSION_HEADER: 'x-version',
  });
  const { status, says } = heard(await preview.handler({ ...ASKED, stage: 'before users' }));
  return [status, says];
};

describe('a request through the preview', () => {
  it('succeeds when the version that is meant has answered every one, and fails when it answers a 5XX', async () => {
    expect(await throughPreview(() => ({ version: '8' }))).toEqual(['succeeded', 'version 8 answered 20 requests']);
    expect(await throughPreview((nth) => ({ version: '8', status: nth === 5 ? 502 : 200 }))).toEqual([
      'failed',
      'version 8 answered 502',
    ]);
  });

  it('is not done while another version answers, or one that does not say which it is', async () => {
    expect(await throughPreview((nth) => ({ version: nth < 20 ? '8' : '7' }))).toEqual([
      'in progress',
      '1 of 20 answers were of version 7',
    ]);
    expect(await throughPreview(() => ({ status: 502 }))).toEqual([
      'in progress',
      '20 of 20 answers were of version unknown',
    ]);
  });
});

describe('a load test', () => {
  it('goes on from call to call by what it has answered, until there were enough', async () => {
    const { asked, url } = await stub(() => ({}));
    settings({ SERVICE_URL: url, REQUESTS: '250', MOST_PERCENT: '1' });
    let answer = await load.handler(ASKED);
    const said = [answer];
    while (answer.hookStatus === 'IN_PROGRESS') {
      answer = await load.handler({ ...ASKED, ...(answer.hookDetails && { hookDetails: answer.hookDetails }) });
      said.push(answer);
    }
    expect(said.map(({ hookStatus }) => hookStatus)).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'SUCCEEDED']);
    expect(asked).toHaveLength(250);
    expect(heard(said[0])).toMatchObject({ status: 'in progress', details: { sent: 100, bad: 0 } });
  });

  it('fails as soon as too many failed', async () => {
    const { asked, url } = await stub((_, nth) => ({ status: nth % 10 === 0 ? 500 : 200 }));
    settings({ SERVICE_URL: url, REQUESTS: '1000', MOST_PERCENT: '5' });
    expect(await load.handler(ASKED)).toMatchObject({ hookStatus: 'FAILED', reason: '10 of 100 requests failed' });
    expect(asked).toHaveLength(100);
  });
});

const found = (...values: string[]) => ({
  body: { status: 'success', data: { result: values.map((value) => ({ value: [0, value] })) } },
});

describe('a query of Prometheus', () => {
  const query = 'sum(rate(failed_logins[5m]))';
  const ask = async (answer: { readonly status?: number; readonly body?: unknown }) => {
    const { asked, url } = await stub(() => answer);
    settings({ PROMETHEUS_URL: url, QUERY: query, MOST: '0.5' });
    return { answer: await prometheus.handler(), asked };
  };

  it('compares the worst that it finds', async () => {
    const { answer, asked } = await ask(found('0.1', '0.5'));
    expect(heard(answer)).toMatchObject({ status: 'succeeded', says: `${query} is 0.5, at most 0.5 is allowed` });
    expect(decodeURIComponent(asked[0]?.replaceAll('+', ' ') ?? '')).toBe(`/api/v1/query?query=${query}`);
    expect((await ask(found('0.1', '0.6'))).answer.hookStatus).toBe('FAILED');
  });

  it('takes no data for no health, and an error for a failure', async () => {
    expect((await ask(found())).answer.hookStatus).toBe('IN_PROGRESS');
    expect((await ask(found('NaN'))).answer.hookStatus).toBe('IN_PROGRESS');
    await expect(ask({ status: 503 })).rejects.toThrow('Prometheus answered 503');
    await expect(ask({ body: { status: 'error' } })).rejects.toThrow('answered "error"');
  });
});

describe('a freeze calendar', () => {
  const NOW = new Date('2026-12-18T09:00:00Z');
  const ask = async (states: readonly { readonly State?: string; readonly NextTransitionTime?: string }[]) => {
    settings({ CALENDARS: states.map((_, i) => `calendar-${i}`).join(',') });
    const asked: unknown[] = [];
    const handler = calendar.createHandler(
      async (input) => {
        asked.push(input);
        return states[asked.length - 1] ?? {};
      },
      () => NOW,
    );
    return { answer: await handler({ restSeconds: 1800 }), asked };
  };

  it.each<[what: string, state: { readonly State?: string; readonly NextTransitionTime?: string }, status: string]>([
    [
      'is open for longer than the plan takes',
      { State: 'OPEN', NextTransitionTime: '2026-12-18T09:30:01Z' },
      'SUCCEEDED',
    ],
    ['never closes', { State: 'OPEN' }, 'SUCCEEDED'],
    // Open now and perhaps open again at the end: what lies between is what was asked for.
    [
      'closes while the plan is under way',
      { State: 'OPEN', NextTransitionTime: '2026-12-18T09:29:00Z' },
      'IN_PROGRESS',
    ],
    ['is closed', { State: 'CLOSED', NextTransitionTime: '2026-12-18T09:01:00Z' }, 'IN_PROGRESS'],
    ['says nothing that can be read', {}, 'IN_PROGRESS'],
    ['tells a time that is none', { State: 'OPEN', NextTransitionTime: 'soon' }, 'IN_PROGRESS'],
  ])('that %s', async (_, state, status) => {
    const { answer, asked } = await ask([state]);
    expect(answer.hookStatus).toBe(status);
    expect(asked).toEqual([{ CalendarNames: ['calendar-0'], AtTime: NOW.toISOString() }]);
  });

  it('asks several one by one, and every one must be open', async () => {
    const { answer, asked } = await ask([{ State: 'OPEN' }, { State: 'CLOSED' }]);
    expect(answer).toMatchObject({ hookStatus: 'IN_PROGRESS', reason: 'calendar-1 is closed until further notice' });
    expect(asked).toHaveLength(2);
  });
});

describe('a feature flag', () => {
  it.each<[unknown, string]>([
    [{ releases: { enabled: true } }, 'SUCCEEDED'],
    [{ releases: { enabled: false } }, 'IN_PROGRESS'],
    [{ releases: { enabled: 'true' } }, 'IN_PROGRESS'],
    [{}, 'IN_PROGRESS'],
  ])('%j is %s', async (body, status) => {
    settings({ FLAGS_URL: (await stub(() => ({ body }))).url, FLAG: 'releases' });
    expect((await flag.handler()).hookStatus).toBe(status);
  });

  it('that cannot be read throws', async () => {
    settings({ FLAGS_URL: (await stub(() => ({ status: 404 }))).url, FLAG: 'releases' });
    await expect(flag.handler()).rejects.toThrow('the flags answered 404');
  });
});
