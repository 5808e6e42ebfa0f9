import type { Case } from '../case.ts';
import { disturbed, HELD_FOR_FEW } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

/** What begins a hold, keeps it or ends it; everything else is as in any release. */
const OF_A_HOLD = ['check', 'goOn'];

/**
 * A lost function says nothing about a release here either: it is held at each weight, and promoted once it was told to
 * go on.
 */
export const heldForFew: FaultClass = {
  id: 'held',
  name: 'a release held for want of requests: each Lambda of its holds killed before and after each of its calls',
  async cases() {
    const cases: Case[] = [];
    for (const { place, name } of (await survey(HELD_FOR_FEW)).calls.filter(({ place: { fn } }) =>
      OF_A_HOLD.includes(fn),
    )) {
      for (const moment of ['before', 'after'] as const) {
        cases.push(
          disturbed(
            HELD_FOR_FEW,
            `${place.fn} #${place.nth} is killed ${moment} ${name}`,
            [{ when: { at: 'call', place, moment }, act: { do: 'kill' } }],
            { ...(HELD_FOR_FEW.ends && { ends: HELD_FOR_FEW.ends }) },
          ),
        );
      }
    }
    return cases;
  },
};
