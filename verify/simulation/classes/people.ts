import { type Act, type Case, type Disturbance } from '../case.ts';
import { ALARMED, disturbed, PROMOTED, REGRETTED, REVERTED } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const BY_HAND: readonly (readonly [string, Act])[] = [
  ['gives the canary 40 %', { do: 'weights', canary: 40 }],
  ['gives the canary everything', { do: 'weights', canary: 100 }],
  ['gives production everything', { do: 'weights', canary: 0 }],
  ['moves production to version 8', { do: 'alias', alias: 'production', version: '8' }],
  ['moves production to version 7', { do: 'alias', alias: 'production', version: '7' }],
  ['moves production to version 1', { do: 'alias', alias: 'production', version: '1' }],
  ['moves the canary to version 8', { do: 'alias', alias: 'canary', version: '8' }],
  ['moves previous to version 8', { do: 'alias', alias: 'previous', version: '8' }],
];

async function everywhere(
  acts: readonly (readonly [string, Act])[],
  stories: readonly Case[],
  more: (story: Case) => Partial<Case>,
): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const story of stories) {
    for (const { execution, state } of (await survey(story)).states) {
      for (const during of [{}, { during: true }] as const) {
        for (const [what, act] of acts) {
          const disturbance: Disturbance = { when: { at: 'state', execution, state, ...during }, act };
          cases.push(
            disturbed(
              story,
              `${'during' in during ? 'during' : 'entering'} "${state}" of ${execution} somebody ${what}`,
              [disturbance],
              more(story),
            ),
          );
        }
      }
    }
  }
  return cases;
}

export const byHand: FaultClass = {
  id: 'by-hand',
  name: 'weights and aliases written by hand in each state',
  cases: () => everywhere(BY_HAND, [PROMOTED, ALARMED, REGRETTED, REVERTED], () => ({})),
};

/** A deploy changes nothing of what runs, and what starts afterwards goes by the new plan. */
export const deploys: FaultClass = {
  id: 'deploys',
  name: 'deploys in each state: a new version, and a machine with another plan',
  cases: () =>
    everywhere([['deploys', { do: 'deploy', plan: 'default' }]], [PROMOTED, ALARMED, REGRETTED, REVERTED], (story) => ({
      next: true,
      ...(story.ends && { ends: story.ends }),
    })),
};
