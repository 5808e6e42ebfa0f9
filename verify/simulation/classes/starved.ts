import { StateName } from '../../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Act, type Case, type Disturbance } from '../case.ts';
import { disturbed, PROMOTED, REVERTED } from '../stories.ts';
import { statesOf, survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const at = (state: string, act: Act): Disturbance => ({ when: { at: 'state', execution: RELEASE, state }, act });

/** Shorter than a check is tried again for, longer than "Roll back" is. */
const BRIEFLY = 20;
/** Longer than both; an hour. */
const LONG = [300, 3_600];

/** Who asks for the rollback meanwhile; the machine does what it can without a function. */
const THEN: readonly (readonly [string, Act])[] = [
  ['an alarm', { do: 'alarm' }],
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['a person', { do: 'start', name: 'person', input: { rollback: { reason: 'prices are wrong' } } }],
];

/**
 * Nobody but the functions hears of a message. A release that settles or bakes rolls itself back all the same, because
 * its next look is refused: settling, the wait before that look, its retries, and those of "Roll back".
 */
const NOTICED_WITHIN_SECONDS = 60 + 60 + 120 + 20;
const LOOKS_NEXT = [10, 100].flatMap((weight) => [
  StateName.settle(weight),
  StateName.bake(weight),
  StateName.check(weight),
]);

/** From when the release holds the claim to its close. */
async function statesOfRelease(): Promise<readonly string[]> {
  const states = statesOf(await survey(PROMOTED)).map(({ state }) => state);
  return states.slice(states.indexOf(StateName.smokeTest)).filter((state) => state !== StateName.promoted);
}

/** An event about the first release comes when the next one runs, and Lambda refuses to look whom it means. */
const lateEvents = (state: string): readonly Case[] =>
  [420, 480, 540].map((second) =>
    disturbed(
      PROMOTED,
      `aborted in "${state}", its event comes ${second} s later, when Lambda refuses and another release runs`,
      [
        at(state, { do: 'abort', execution: RELEASE }),
        { when: { at: 'second', second: 400 }, act: { do: 'start', name: 'another', input: { version: '9' } } },
        at(state, { do: 'watchdog' }),
        ...[second - 10, second + 20, second + 50].map((later): Disturbance => ({
          when: { at: 'second', second: later },
          act: { do: 'starve', seconds: 30 },
        })),
      ],
      { events: { 1: [second * 1000] }, ends: { another: 'promoted' } },
    ),
  );

/** A rollback is asked for as the spell begins. */
const asked = async (seconds: number): Promise<readonly Case[]> => [
  ...(await statesOfRelease()).flatMap((state) =>
    THEN.map(([who, act]) =>
      disturbed(
        PROMOTED,
        `from "${state}" on Lambda has no room for ${seconds} s, and ${who} asks`,
        [at(state, { do: 'starve', seconds }), at(state, act)],
        { ends: { [RELEASE]: 'rolled back' }, next: true },
      ),
    ),
  ),
  ...statesOf(await survey(REVERTED)).map(({ state }) =>
    disturbed(
      REVERTED,
      `from "${state}" on Lambda has no room for ${seconds} s, and an alarm comes on`,
      [at(state, { do: 'starve', seconds }), at(state, { do: 'alarm' })],
      { ...(seconds <= BRIEFLY && { ends: { [RELEASE]: 'promoted' } }) },
    ),
  ),
];

const alone = async (seconds: number): Promise<readonly Case[]> =>
  (await statesOfRelease()).map((state) =>
    disturbed(
      PROMOTED,
      `from "${state}" on Lambda has no room for ${seconds} s`,
      [at(state, { do: 'starve', seconds })],
      { next: true, ...(seconds <= BRIEFLY && { ends: { [RELEASE]: 'promoted' } }) },
    ),
  );

/** Only a rollback that revokes before Lambda has room again comes before what the release does then. */
export const starvedBriefly: FaultClass = {
  id: 'starved-briefly',
  name: 'Lambda that has no room for any function for 20 s, from each state on, and a rollback asked for meanwhile',
  async cases() {
    return [...(await asked(BRIEFLY)), ...(await alone(BRIEFLY)), ...lateEvents(StateName.bake(10))];
  },
};

export const starved: FaultClass = {
  id: 'starved',
  name: 'Lambda that has no room for any function, for minutes and for an hour, and a rollback asked for meanwhile',
  async cases() {
    const messages = LOOKS_NEXT.map((state) =>
      aCase(`from "${state}" on Lambda has no room for 900 s, and a message is published`, {
        disturbances: [at(state, { do: 'starve', seconds: 900 }), at(state, { do: 'message' })],
        safeWithinSeconds: NOTICED_WITHIN_SECONDS,
      }),
    );
    const long = await Promise.all(LONG.flatMap((seconds) => [asked(seconds), alone(seconds)]));
    return [...long.flat(), ...messages];
  },
};
