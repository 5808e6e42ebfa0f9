import { RELEASE, type Act, type Case, type Disturbance } from '../case.ts';
import { ALARMED, disturbed, FAILED_SMOKE_TEST, PROMOTED, REGRETTED, REVERTED } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const STORIES = [PROMOTED, ALARMED, FAILED_SMOKE_TEST, REGRETTED, REVERTED];

/** One lost function says nothing about a release: each story must end as it would have. */
export const killed: FaultClass = {
  id: 'killed',
  name: 'each Lambda killed before and after each of its calls',
  async cases() {
    const cases: Case[] = [];
    for (const story of STORIES) {
      for (const { place, name } of (await survey(story)).calls) {
        for (const moment of ['before', 'after'] as const) {
          cases.push(disturbed(story, `${place.fn} #${place.nth} is killed ${moment} ${name}`, [{ when: { at: 'call', place, moment }, act: { do: 'kill' } }], { ...(story.ends && { ends: story.ends }) }));
        }
      }
    }
    return cases;
  },
};

const LANDS_AFTER_MS = [500, 9_000, 28_000];

const MEANWHILE: readonly (readonly [string, readonly Act[]])[] = [
  ['alone', []],
  ['and its execution is aborted', [{ do: 'abort', execution: RELEASE }]],
  ['and somebody publishes a message', [{ do: 'message' }]],
];

/** The longest of these is what a writer can live: a function's timeout and its client's. */
export const late: FaultClass = {
  id: 'late',
  name: 'a call that lands after its Lambda was killed',
  async cases() {
    const cases: Case[] = [];
    for (const story of STORIES) {
      for (const { place, name } of (await survey(story)).calls.filter(({ changes }) => changes)) {
        const at = (act: Act): Disturbance => ({ when: { at: 'call', place, moment: 'before' }, act });
        for (const landsAfterMs of LANDS_AFTER_MS) {
          for (const [what, acts] of MEANWHILE) {
            cases.push(disturbed(story, `${place.fn} #${place.nth} is killed at ${name}, which lands ${landsAfterMs} ms later, ${what}`, [at({ do: 'kill', landsAfterMs }), ...acts.map(at)]));
          }
        }
      }
    }
    return cases;
  },
};
