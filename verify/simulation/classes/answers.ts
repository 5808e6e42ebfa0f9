import { StateName } from '../../../statemachine/contract/names.ts';
import { RELEASE, type Act, type Case, type Disturbance } from '../case.ts';
import { APPROVED, disturbed, LET_ON, PAUSED, PROMOTED } from '../stories.ts';
import { CANARY_ALARM } from '../alarm-names.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const STORIES = [APPROVED, PAUSED, LET_ON];
const OF_A_WORD = ['check', 'goOn'];

/** Whoever says it says it when the release enters this state. */
const saidIn = (state: string, input: object): Disturbance => ({
  when: { at: 'state', execution: RELEASE, state },
  act: { do: 'start', name: 'again', input },
});

/** Each Lambda that reads or notes a word dies before and after each of its calls: it is promoted all the same. */
async function killed(story: Case): Promise<readonly Case[]> {
  const { calls } = await survey(story);
  return calls
    .filter(({ place: { fn } }) => OF_A_WORD.includes(fn))
    .flatMap(({ place, name }) =>
      (['before', 'after'] as const).map((moment) =>
        disturbed(
          story,
          `${place.fn} #${place.nth} is killed ${moment} ${name}`,
          [{ when: { at: 'call', place, moment }, act: { do: 'kill' } }],
          { ...(story.ends && { ends: story.ends }) },
        ),
      ),
    );
}

/** A second person, or the same one again, in each state. */
async function doubled(story: Case): Promise<readonly Case[]> {
  const { states } = await survey(story);
  return states
    .filter(({ execution, state }) => execution === RELEASE && state !== StateName.entry)
    .flatMap(({ state }) =>
      [{ goOn: true }, { goOn: 'promote' }, { pause: true }].map((input) =>
        disturbed(story, `${JSON.stringify(input)} again in "${state}"`, [saidIn(state, input)], {
          ...(story.plan === 'short' && { next: true as const }),
        }),
      ),
    );
}

/** What was said to one weight is heard at the next: its function takes its time meanwhile. */
function late(): readonly Case[] {
  return [166, 168, 170, 172, 174, 176, 178, 179].flatMap((second) =>
    [{ goOn: true }, { goOn: 'promote' }].map((input) =>
      disturbed(PROMOTED, `${JSON.stringify(input)} said in second ${second} and heard 15 s later`, [
        { when: { at: 'second', second }, act: { do: 'start', name: 'late', input } },
        { when: { at: 'call', place: { fn: 'goOn', nth: 1, index: 0 }, moment: 'before' }, act: SLOW },
      ]),
    ),
  );
}
const SLOW: Act = { do: 'slow', ms: 15_000 };

/** What a word may not let on. */
function bad(story: Case): readonly Case[] {
  const silent: Act = { do: 'leave out', alarm: CANARY_ALARM, seconds: 400 };
  return [
    disturbed(story, 'and an alarm that is not shown', [{ when: { at: 'second', second: 65 }, act: silent }]),
    disturbed(story, 'and a version that fails', [], { versions: { 7: 'fails users', 8: 'healthy', 9: 'healthy' } }),
  ];
}

export const answers: FaultClass = {
  id: 'answers',
  name: 'pause, go on and promote: killed, and said twice in each state',
  async cases() {
    const each = STORIES.flatMap((story) => [killed(story), doubled(story)]);
    return (await Promise.all(each)).flat();
  },
};

export const heardLate: FaultClass = {
  id: 'heard-late',
  name: 'go on and promote: said at one weight and heard at the next, or said of what is not healthy',
  cases: () => Promise.resolve([...late(), ...STORIES.flatMap(bad)]),
};
