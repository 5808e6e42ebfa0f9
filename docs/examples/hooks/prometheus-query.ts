import { setting, type Answer } from './hook.ts';

interface Found {
  readonly status: string;
  readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/**
 * Asks Prometheus ("Instant queries", HTTP API) for one number and compares it. No data is no health: it stays in
 * progress until there is some, or its time is over. Settings: `PROMETHEUS_URL`, `QUERY`, `MOST`. Datadog's
 * `/api/v1/query` is asked the same way, with the header `DD-API-KEY`, and answers in `series[].pointlist`.
 */
export async function handler(): Promise<Answer> {
  const query = setting('QUERY');
  const url = new URL('/api/v1/query', setting('PROMETHEUS_URL'));
  url.searchParams.set('query', query);
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`Prometheus answered ${response.status}`);
  const { status, data } = (await response.json()) as Found;
  if (status !== 'success') throw new Error(`Prometheus answered "${status}" to ${query}`);
  const values = (data?.result ?? []).map(({ value }) => Number(value[1])).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return { hookStatus: 'IN_PROGRESS', reason: `no data yet for ${query}` };
  const worst = Math.max(...values);
  const most = Number(setting('MOST'));
  return {
    hookStatus: worst > most ? 'FAILED' : 'SUCCEEDED',
    reason: `${query} is ${worst}, at most ${most} is allowed`,
  };
}
