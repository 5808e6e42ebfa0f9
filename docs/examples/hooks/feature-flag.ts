import { setting, type Answer } from './hook.ts';

/**
 * A flag that stops releases: `{ "releases": { "enabled": true } }` lets them on. Settings: `FLAGS_URL`, which answers
 * that JSON, such as AppConfig's extension at http://localhost:2772/applications/…; `FLAG`. Where it cannot be read it
 * throws, and `onError` says what that leads to.
 */
export async function handler(): Promise<Answer> {
  const flag = setting('FLAG');
  const response = await fetch(setting('FLAGS_URL'), { signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`the flags answered ${response.status}`);
  const flags = (await response.json()) as Readonly<Record<string, { readonly enabled?: unknown } | undefined>>;
  if (flags[flag]?.enabled === true) return { hookStatus: 'SUCCEEDED', reason: `flag ${flag} is on` };
  return { hookStatus: 'IN_PROGRESS', callBackDelay: 60, reason: `flag ${flag} is off` };
}
