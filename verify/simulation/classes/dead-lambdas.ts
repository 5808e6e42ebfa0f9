import { RELEASE, type Act, type Case, type Disturbance } from '../case.ts';
import { ALARMED, disturbed, FAILED_SMOKE_TEST, PROMOTED, REGRETTED, REVERTED, REVERTED_TO } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const STORIES = [PROMOTED, ALARMED, FAILED_SMOKE_TEST, REGRETTED, REVERTED, REVERTED_TO];

/** One lost function says nothing about a release: each story must end as it would have. */
export const killed: FaultClass = {
  id: 'killed',
  name: 'each Lambda killed before and after each of its calls',
  async cases() {
    const cases: Case[] = [];
    for (const story of STORIES) {
      for (const { place, name } of (await survey(story)).calls) {
        for (const moment of ['before', 'after'] as const) {
          cases.push(
            disturbed(
              story,
              `${place.fn} #${place.nth} is killed ${moment} ${name}`,
              [{ when: { at: 'call', place, moment }, act: { do: 'kill' } }],
              { ...(story.ends && { ends: story.ends }) },
            ),
          );
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
            cases.push(
              disturbed(
                story,
                `${place.fn} #${place.nth} is killed at ${name}, which lands ${landsAfterMs} ms later, ${what}`,
                [at({ do: 'kill', landsAfterMs }), ...acts.map(at)],
              ),
            );
          }
        }
      }
    }
    return cases;
  },
};

const SLOW_MS = [3_000, 15_000];

/** How many calls a round of the watchdog makes before it decides. */
const LOOKS = [0, 1, 2];

/** What was read may be long past when it is acted upon. */
export const slow: FaultClass = {
  id: 'slow',
  name: 'each call on its way for 3 or 15 s; a watchdog, or a claim, that takes so long that others have come and gone',
  async cases() {
    const cases: Case[] = [];
    for (const story of STORIES) {
      for (const { place, name } of (await survey(story)).calls) {
        for (const ms of SLOW_MS) {
          cases.push(
            disturbed(
              story,
              `${place.fn} #${place.nth} waits ${ms} ms before ${name}`,
              [{ when: { at: 'call', place, moment: 'before' }, act: { do: 'slow', ms } }],
              { ...(story.ends && { ends: story.ends }) },
            ),
          );
        }
      }
    }
    for (const { place, name } of (await survey(PROMOTED)).calls.filter(
      ({ place: { fn, nth } }) => fn === 'claim' || (fn === 'shift' && nth === 1),
    )) {
      for (const index of LOOKS) {
        const round: Disturbance = { when: { at: 'call', place, moment: 'before' }, act: { do: 'watchdog' } };
        const look: Disturbance = {
          when: { at: 'call', place: { fn: 'watchdog', nth: 1, index }, moment: 'before' },
          act: { do: 'slow', ms: 15_000 },
        };
        cases.push(
          disturbed(
            PROMOTED,
            `a watchdog begins before ${place.fn} #${place.nth} ${name} and waits before its call ${index}`,
            [round, look],
            { ends: PROMOTED.ends ?? {} },
          ),
        );
      }
    }
    for (const { place, name } of (await survey(PROMOTED)).calls.filter(({ place: { fn } }) => fn === 'claim')) {
      const hangs: Disturbance = { when: { at: 'call', place, moment: 'after' }, act: { do: 'slow', ms: 60_000 } };
      const person: Disturbance = {
        when: { at: 'second', second: 1 },
        act: { do: 'start', name: 'person', input: { rollback: { reason: 'prices are wrong' } } },
      };
      const again: Disturbance = {
        when: { at: 'call', place: { fn: 'claim', nth: 2, index: 0 }, moment: 'before' },
        act: { do: 'slow', ms: 60_000 },
      };
      cases.push(
        disturbed(PROMOTED, `the claim hangs after ${name}, and once more, while a person rolls it back`, [
          hangs,
          again,
          person,
        ]),
      );
    }
    return cases;
  },
};
