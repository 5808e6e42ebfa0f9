import { setting, type Answer, type Asked } from './hook.ts';

/** Of one call, which has 30 s: five after each other, each of which may take 5. */
const REQUESTS_OF_A_CALL = 100;
const AT_ONCE = 20;

/**
 * Sends requests while the canary bakes, some with each call, until there were enough; `hookDetails` keep the count.
 * Give it `timeoutSeconds` for all of its calls. Settings: `SERVICE_URL`; `REQUESTS`, in all; `MOST_PERCENT` that may
 * fail.
 */
export async function handler({ hookDetails }: Asked): Promise<Answer> {
  const { sent = 0, bad = 0 } = (hookDetails ?? {}) as { readonly sent?: number; readonly bad?: number };
  const wanted = Number(setting('REQUESTS'));
  const now = Math.min(REQUESTS_OF_A_CALL, wanted - sent);
  const counted = { sent: sent + now, bad: bad + (await failuresOf(setting('SERVICE_URL'), now)) };
  const percent = (100 * counted.bad) / counted.sent;
  const reason = `${counted.bad} of ${counted.sent} requests failed`;
  if (percent > Number(setting('MOST_PERCENT'))) return { hookStatus: 'FAILED', reason };
  if (counted.sent >= wanted) return { hookStatus: 'SUCCEEDED', reason, hookDetails: counted };
  return { hookStatus: 'IN_PROGRESS', callBackDelay: 0, reason: `${reason}, of ${wanted}`, hookDetails: counted };
}

async function failuresOf(url: string, requests: number): Promise<number> {
  let [left, bad] = [requests, 0];
  const one = async () => {
    while (left-- > 0) if (!(await isGood(url))) bad++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return bad;
}

async function isGood(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status < 500;
  } catch {
    return false;
  }
}
