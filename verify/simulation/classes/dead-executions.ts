import { RELEASE, type Case, type Disturbance } from '../case.ts';
import { ALARMED, disturbed, PROMOTED, REGRETTED, REVERTED } from '../stories.ts';
import { survey, statesOf } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const NOTICES: readonly (readonly [string, Partial<Case>])[] = [
  ['its event arrives', {}],
  ['its event is lost', { events: { 1: [], 2: [], 3: [] } }],
];

const WAYS: readonly (readonly [string, { readonly during?: true }])[] = [
  ['entering', {}],
  ['during', { during: true }],
];

export const aborted: FaultClass = {
  id: 'aborted',
  name: 'executions aborted in each state, entering it and during its task, with and without the event',
  async cases() {
    const cases: Case[] = [];
    for (const story of [PROMOTED, ALARMED, REGRETTED, REVERTED]) {
      for (const { execution, state } of (await survey(story)).states) {
        for (const [way, during] of WAYS) {
          for (const [notice, events] of NOTICES) {
            const abort: Disturbance = {
              when: { at: 'state', execution, state, ...during },
              act: { do: 'abort', execution },
            };
            cases.push(
              disturbed(story, `${execution} is aborted ${way} "${state}", ${notice}`, [abort], {
                ...events,
                next: true,
              }),
            );
          }
        }
      }
    }
    return cases;
  },
};

export const timedOut: FaultClass = {
  id: 'timed-out',
  name: 'the machine times out in each state, with and without the event',
  async cases() {
    const cases: Case[] = [];
    for (const story of [PROMOTED, ALARMED, REGRETTED, REVERTED]) {
      const seconds = new Set(statesOf(await survey(story)).map(({ second }) => Math.max(second, 1)));
      for (const timeoutSeconds of seconds) {
        for (const [notice, events] of NOTICES)
          cases.push(
            disturbed(story, `the machine times out after ${timeoutSeconds} s, ${notice}`, [], {
              ...events,
              timeoutSeconds,
            }),
          );
      }
    }
    return cases;
  },
};

/** Soon, after the rollback, and while another release runs. */
const LATER_SECONDS = [1, 400, 700];
const ANOTHER_SECONDS = 500;

/**
 * Whoever redrives at once, before the watchdog has looked, lets the bake go on, watched, up to the shift that is
 * refused: settling and three checks.
 */
const REVIVED_SECONDS = 60 + 3 * 60;

export const redriven: FaultClass = {
  id: 'redriven',
  name: 'redrive at each dead end: at once, after the rollback, into the next rollout',
  async cases() {
    const cases: Case[] = [];
    for (const story of [PROMOTED, ALARMED, REVERTED]) {
      for (const { state, second } of statesOf(await survey(story))) {
        for (const later of LATER_SECONDS) {
          for (const [notice, events] of NOTICES) {
            const abort: Disturbance = {
              when: { at: 'state', execution: RELEASE, state },
              act: { do: 'abort', execution: RELEASE },
            };
            const redrive: Disturbance = {
              when: { at: 'second', second: second + later },
              act: { do: 'redrive', execution: RELEASE },
            };
            const another: Disturbance = {
              when: { at: 'second', second: second + ANOTHER_SECONDS },
              act: { do: 'start', name: 'another', input: { version: '9' } },
            };
            // What comes on again when the story is told once more concerns whatever is open by then.
            const ends = story === ALARMED ? {} : ({ another: 'promoted' } as const);
            cases.push(
              disturbed(
                story,
                `aborted in "${state}", ${notice}, redriven ${later} s later`,
                [abort, redrive, another],
                { ...events, ends, safeWithinSeconds: REVIVED_SECONDS },
              ),
            );
          }
        }
      }
    }
    return cases;
  },
};
