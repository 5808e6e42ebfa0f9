import { type Answer, type Asked, setting } from './hook.ts';

const REQUESTS = 20;

/**
 * Asks the new version through VPC Lattice itself before users meet it, by the preview's header (docs/preview.md). An
 * answer counts only if it names the version that is meant: VPC Lattice and Lambda take a moment to follow. Settings:
 * `SERVICE_URL`, `PREVIEW_HEADER` and `PREVIEW_VALUE`, and `VERSION_HEADER`, in which the service answers with its
 * `AWS_LAMBDA_FUNCTION_VERSION`.
 */
export async function handler({ version }: Asked): Promise<Answer> {
  const answers = await Promise.all(Array.from({ length: REQUESTS }, async () => ask(setting('SERVICE_URL'))));
  const others = answers.filter((answer) => answer.version !== version);
  const bad = answers.find((answer) => answer.version === version && answer.status >= 500);
  if (bad) return { hookStatus: 'FAILED', reason: `version ${version} answered ${bad.status}` };
  if (others[0]) {
    const reason = `${others.length} of ${REQUESTS} answers were of version ${others[0].version ?? 'unknown'}`;
    return { hookStatus: 'IN_PROGRESS', reason };
  }
  return { hookStatus: 'SUCCEEDED', reason: `version ${version} answered ${REQUESTS} requests` };
}

async function ask(url: string): Promise<{ readonly status: number; readonly version: string | null }> {
  const headers = { [setting('PREVIEW_HEADER')]: setting('PREVIEW_VALUE') };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
  await response.arrayBuffer();
  return { status: response.status, version: response.headers.get(setting('VERSION_HEADER')) };
}
