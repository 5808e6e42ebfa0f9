import { aCase, RELEASE, type Act, type CallPlace, type Case, type Disturbance } from '../case.ts';
import { disturbed } from '../stories.ts';
import { statesOf, survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const ADOPTED = aCase('an adoption', { plan: 'others', input: { adopt: true } });
const GIVEN_BACK = aCase('a listener given back', { plan: 'others', adopted: true, input: { releaseListener: true } });
const RELEASED = aCase('a release behind an adopted listener', { plan: 'others', adopted: true });
/** Refused, and all that it sets off. */
const TOO_EARLY = aCase('a release before the adoption', { plan: 'others' });

/** As long as a writer can live. */
const LANDS_AFTER_MS = 28_000;

/** Those that write the listener, but for releases: they have classes of their own. */
const places = ({ fn }: CallPlace): boolean => ['listener', 'rollBack', 'sns', 'confirm'].includes(fn);

const BETWEEN: readonly (readonly [string, Act])[] = [
  ['a watchdog round', { do: 'watchdog' }],
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['a message', { do: 'message' }],
];

async function disturbedCalls(story: Case): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const { place, name, changes } of (await survey(story)).calls.filter((call) => places(call.place))) {
    const where = `${place.fn} #${place.nth} ${name}`;
    for (const moment of ['before', 'after'] as const) {
      const at = (act: Act): Disturbance => ({ when: { at: 'call', place, moment }, act });
      const abort = at({ do: 'abort', execution: RELEASE });
      cases.push(disturbed(story, `killed ${moment} ${where}`, [at({ do: 'kill' })]));
      cases.push(disturbed(story, `killed ${moment} ${where}, and nobody goes on`, [abort, at({ do: 'kill' })]));
      for (const [what, act] of BETWEEN) cases.push(disturbed(story, `${what} ${moment} ${where}`, [at(act)]));
      if (!changes || moment === 'after') continue;
      const late = at({ do: 'kill', landsAfterMs: LANDS_AFTER_MS });
      cases.push(disturbed(story, `killed at ${where}, which lands ${LANDS_AFTER_MS} ms later`, [late]));
      cases.push(disturbed(story, `aborted and killed at ${where}, which lands late`, [abort, late]));
    }
  }
  return cases;
}

/** Somebody else writes the default action, in each state of a story; nobody writes over that. */
async function writtenByHand(story: Case): Promise<readonly Case[]> {
  return statesOf(await survey(story)).map(({ state }) =>
    disturbed(story, `a person writes the default action in ${state}`, [
      { when: { at: 'state', execution: RELEASE, state }, act: { do: 'action' } },
    ]),
  );
}

/** Whatever is lost or late: the default action is ours where the record says so, and otherwise as it was found. */
export const others: FaultClass = {
  id: 'others',
  name: 'a listener of others adopted and given back: calls stopped, killed, late, and its action written by a person',
  async cases() {
    const cases: Case[] = [disturbed(TOO_EARLY, 'and nothing else', [])];
    for (const [what, act] of BETWEEN)
      cases.push(disturbed(TOO_EARLY, what, [{ when: { at: 'second', second: 90 }, act }]));
    for (const story of [ADOPTED, GIVEN_BACK]) cases.push(...(await disturbedCalls(story)));
    for (const story of [ADOPTED, RELEASED]) cases.push(...(await writtenByHand(story)));
    return cases;
  },
};
