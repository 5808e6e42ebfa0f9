import type { Client, ClientAnswer } from './ports.ts';

/** So many at once, each so often: a new account may run 10 functions at once, and others need some of them. */
const LANES = 4;
/** In all 20: at a weight of 10 % one of them meets the canary seven times of eight. */
const EACH = 5;

/** One answer, and when it was asked for by the cloud's clock. */
export interface Answered extends Pick<ClientAnswer, 'status' | 'release'> {
  readonly at: number;
}

/** Asks for the same path twenty times, four at once. */
export async function askOften(client: Client, path: string, at: number): Promise<readonly Answered[]> {
  const lane = async () => {
    const answers: Answered[] = [];
    for (let i = 0; i < EACH; i++) {
      const { status, release } = await client.get(path);
      answers.push({ at, status, release });
    }
    return answers;
  };
  return (await Promise.all(Array.from({ length: LANES }, lane))).flat();
}

/** How many there were of each status. */
export function byStatus(answers: readonly Answered[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
