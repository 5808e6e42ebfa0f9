import { expect } from 'vitest';
import { FakeCloud } from './fake-cloud.ts';
import { run } from './run.ts';

export const AWS = 'aws --region eu-west-1';
export const UPDATE_LISTENER =
  `${AWS} vpc-lattice update-listener --service-identifier svc-1 --listener-identifier listener-1 ` +
  "--default-action 'forward={targetGroups=[{targetGroupIdentifier=tg-production,weight=100}," +
  "{targetGroupIdentifier=tg-canary,weight=0}]}'";

/** The findings of a cloud in which one thing was changed. */
export async function findings(change: (cloud: FakeCloud) => void) {
  const cloud = new FakeCloud();
  change(cloud);
  const { out, status } = await run('doctor --json', { cloud });
  return { status, found: JSON.parse(out) as { level: string; about: string; text: string; mend: string[] }[] };
}

export const aliasesAt = (versions: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(versions).map(([name, each]) => ({ name, versions: each }));

/** One thing that was changed, what doctor says about it, and a command that mends it. */
export type Case = [what: string, change: (cloud: FakeCloud) => void, about: string, text: string, mend: string];

/** That and nothing else is wrong, and the exit status says so. */
export async function expectWrong(...[, change, about, text, mend]: Case): Promise<void> {
  const { found, status } = await findings(change);
  expect(found.filter(({ level }) => level === 'wrong')).toEqual([
    {
      level: 'wrong',
      about,
      text: expect.stringContaining(text) as string,
      mend: expect.arrayContaining([mend]) as string[],
    },
  ]);
  expect(status).toBe(1);
}
