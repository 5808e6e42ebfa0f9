import { StateName } from '../../../statemachine/contract/names.ts';
import { RELEASE, type Act, type Case, type CallPlace, type Disturbance } from '../case.ts';
import { disturbed, LAST_95 } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';
import { BETWEEN } from './orders.ts';

/** From the last look at the last weight to the promotion: all that such a plan has of its own. */
const ITS_OWN = [StateName.check(95), StateName.shift(100), StateName.settle(100), StateName.promote];

/** The first shift is to 95, the second to 100, the third the way back after the promotion. */
const isItsOwn = ({ fn, nth }: CallPlace): boolean => fn === 'promote' || (fn === 'shift' && nth === 2);

/** As long as a writer can live. */
const LANDS_AFTER_MS = 28_000;

/** Longer than "Roll back" is tried again for. */
const STARVED_SECONDS = 300;

const kill: Act = { do: 'kill' };
const lands: Act = { do: 'kill', landsAfterMs: LANDS_AFTER_MS };
const ENDS = { ...(LAST_95.ends && { ends: LAST_95.ends }) };

/** Whatever comes while the canary has everything and nothing bakes: wanted back, it is taken back. */
export const lastWeight: FaultClass = {
  id: 'last-weight',
  name: 'a last weight of 95: its shift to 100, settling and promotion stopped, killed, late or refused',
  async cases() {
    const cases: Case[] = [];
    for (const { place, name, changes } of (await survey(LAST_95)).calls.filter(({ place }) => isItsOwn(place))) {
      const where = `${place.fn} #${place.nth} ${name}`;
      for (const moment of ['before', 'after'] as const) {
        const at = (act: Act): Disturbance => ({ when: { at: 'call', place, moment }, act });
        cases.push(
          disturbed(LAST_95, `killed ${moment} ${where}`, [at(kill)], ENDS),
          ...BETWEEN.map(([what, act]) =>
            disturbed(LAST_95, `${what} ${moment} ${where}`, [at(act)], act.do === 'watchdog' ? ENDS : {}),
          ),
        );
        if (changes && moment === 'before')
          cases.push(disturbed(LAST_95, `killed at ${where}, which lands ${LANDS_AFTER_MS} ms later`, [at(lands)]));
      }
    }
    for (const state of ITS_OWN) {
      const at = (act: Act): Disturbance => ({ when: { at: 'state', execution: RELEASE, state }, act });
      for (const [what, act] of BETWEEN) {
        const wanted = act.do !== 'watchdog' && !(act.do === 'start' && act.name === 'second');
        const ends = wanted ? ({ [RELEASE]: 'rolled back' } as const) : (LAST_95.ends ?? {});
        cases.push(disturbed(LAST_95, `${what} in "${state}"`, [at(act)], { ends, next: true }));
        // Nobody but the functions hears of a message: it waits until Lambda has room.
        if (act.do !== 'message')
          cases.push(
            disturbed(LAST_95, `${what} in "${state}", and Lambda refuses for ${STARVED_SECONDS} s`, [
              at({ do: 'starve', seconds: STARVED_SECONDS }),
              at(act),
            ]),
          );
      }
    }
    return cases;
  },
};
