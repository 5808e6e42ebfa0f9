import type { Client, ClientAnswer } from './ports.ts';

/** Requests that go out together: at a weight of 10 % one of them meets the canary seven times of eight. */
export const TOGETHER = 20;

/** One answer, and when it was asked for by the cloud's clock. */
export interface Answered extends Pick<ClientAnswer, 'status' | 'release'> {
  readonly at: number;
}

/** Asks for the same path several times at once. */
export async function askTogether(client: Client, path: string, at: number): Promise<readonly Answered[]> {
  const answers = await Promise.all(Array.from({ length: TOGETHER }, () => client.get(path)));
  return answers.map(({ status, release }) => ({ at, status, release }));
}

/** How many there were of each status. */
export function byStatus(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
