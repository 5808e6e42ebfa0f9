import { setting, type Answer } from './hook.ts';

const REQUESTS = 20;

/**
 * Asks the service by its own name, from inside the VPC: name, certificate, auth policy, security groups and split are
 * those of users. The function is in a VPC that is associated with the network. In a bake, for before it no request
 * reaches the canary. Settings: `SERVICE_URL`, such as `https://<ServiceDNS>/hello`.
 */
export async function handler(): Promise<Answer> {
  const url = setting('SERVICE_URL');
  const statuses = await Promise.all(Array.from({ length: REQUESTS }, () => statusOf(url)));
  const bad = statuses.filter((status) => typeof status === 'string' || status >= 500);
  if (bad.length === 0) return { hookStatus: 'SUCCEEDED', reason: `${REQUESTS} requests answered` };
  return { hookStatus: 'FAILED', reason: `${bad.length} of ${REQUESTS} requests to ${url} failed, one with ${bad[0]}` };
}

async function statusOf(url: string): Promise<number | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    return (error as Error).message;
  }
}
