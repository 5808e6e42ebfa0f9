import { StateName } from '../../../statemachine/contract/names.ts';
import { RELEASE, type Act, type Case } from '../case.ts';
import { disturbed, HELD, PROMOTED, REVERTED, REVERTED_TO } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

/** What may come between any two calls of a release. */
export const BETWEEN: readonly (readonly [string, Act])[] = [
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['a message', { do: 'message' }],
  ['an alarm', { do: 'alarm' }],
  ["a person's rollback", { do: 'start', name: 'person', input: { rollback: { reason: 'prices are wrong' } } }],
  ['a second start', { do: 'start', name: 'second', input: { version: '8' } }],
  ['a round of the watchdog', { do: 'watchdog' }],
];

export const orders: FaultClass = {
  id: 'orders',
  name: 'abort, alarm, message, rollback, second start or watchdog between any two calls',
  async cases() {
    const { calls } = await survey(PROMOTED);
    return BETWEEN.flatMap(([what, act]) =>
      calls.flatMap(({ place, name }) =>
        (['before', 'after'] as const).map((moment) =>
          disturbed(
            PROMOTED,
            `${what} ${moment} ${place.fn} #${place.nth} ${name}`,
            [{ when: { at: 'call', place, moment }, act }],
            {
              ...(act.do === 'watchdog' && { ends: PROMOTED.ends ?? {} }),
            },
          ),
        ),
      ),
    );
  },
};

const STEERING: readonly (readonly [string, unknown])[] = [
  ['goes on', { goOn: true }],
  ['reverts', { revert: true }],
  ['reverts to a version that was never promoted', { revert: { to: '9' } }],
  ['starts again', {}],
  ['rolls back', { rollback: { reason: 'prices are wrong' } }],
  ['says nonsense', { rollback: 'now' }],
];

export const steering: FaultClass = {
  id: 'steering',
  name: 'hold, go on, revert, second start and rollback by hand, in each state',
  async cases() {
    const cases: Case[] = [];
    for (const story of [HELD, REVERTED, REVERTED_TO, PROMOTED]) {
      const { states } = await survey(story);
      for (const { state, execution } of states) {
        if (execution !== RELEASE || state === StateName.entry) continue;
        for (const [what, input] of STEERING) {
          cases.push(
            disturbed(
              story,
              `a person ${what} in "${state}"`,
              [{ when: { at: 'state', execution: RELEASE, state }, act: { do: 'start', name: 'person', input } }],
              { next: true },
            ),
          );
        }
      }
    }
    return cases;
  },
};
