import { RELEASE, type Act, type Case, type CallPlace, type Disturbance } from '../case.ts';
import { ALARMED, disturbed, PROMOTED, REGRETTED, REVERTED } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const STORIES = [PROMOTED, ALARMED, REGRETTED, REVERTED].map((story) => ({ ...story, preview: true as const }));

/** As long as a writer can live. */
const LANDS_AFTER_MS = 28_000;
/** Longer than a claim is tried again for. */
const REFUSED_SECONDS = 1_200;

/** Those that put it where it belongs. */
const places = ({ fn }: CallPlace): boolean => ['claim', 'rollBack', 'sns', 'revert'].includes(fn);

const BETWEEN: readonly (readonly [string, Act])[] = [
  ['a watchdog round', { do: 'watchdog' }],
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['an alarm', { do: 'alarm' }],
];

/** Whatever is lost, late or refused: when it is over, testers reach what production runs. */
export const preview: FaultClass = {
  id: 'preview',
  name: 'a preview: each call of those who move it stopped, killed, late, and all of its calls refused',
  async cases() {
    const cases: Case[] = [];
    for (const story of STORIES) {
      cases.push(disturbed(story, 'nothing happens', [], { ends: story.ends ?? {} }));
      for (const { place, name, changes } of (await survey(story)).calls.filter(({ place }) => places(place))) {
        const where = `${place.fn} #${place.nth} ${name}`;
        for (const moment of ['before', 'after'] as const) {
          const at = (act: Act): Disturbance => ({ when: { at: 'call', place, moment }, act });
          cases.push(disturbed(story, `killed ${moment} ${where}`, [at({ do: 'kill' })]));
          for (const [what, act] of BETWEEN) cases.push(disturbed(story, `${what} ${moment} ${where}`, [at(act)]));
          if (changes && moment === 'before')
            cases.push(
              disturbed(story, `killed at ${where}, which lands ${LANDS_AFTER_MS} ms later`, [
                at({ do: 'kill', landsAfterMs: LANDS_AFTER_MS }),
              ]),
            );
        }
      }
      for (const call of ['preview.readAlias', 'preview.pointAlias'])
        for (const second of [0, 120, 700]) {
          const act: Act = { do: 'refuse', call, error: 'ThrottlingException', seconds: REFUSED_SECONDS };
          cases.push(
            disturbed(story, `${call} is refused from second ${second} on`, [
              { when: { at: 'second', second }, act },
              { when: { at: 'second', second: second + 60 }, act: { do: 'abort', execution: RELEASE } },
            ]),
          );
        }
    }
    return cases;
  },
};
