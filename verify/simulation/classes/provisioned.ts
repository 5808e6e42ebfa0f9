import { StateName } from '../../../statemachine/contract/names.ts';
import { RELEASE, type Act, type CallPlace, type Case, type Disturbance } from '../case.ts';
import { ALARMED, disturbed, FAILED_SMOKE_TEST, PROMOTED, REGRETTED, REVERTED } from '../stories.ts';
import { survey } from '../survey.ts';
import type { FaultClass } from './fault-class.ts';

const withConcurrency = (story: Case): Case => ({ ...story, plan: 'provisioned' });
const STORIES = [PROMOTED, ALARMED, REGRETTED, REVERTED].map(withConcurrency);

/** As long as a writer can live. */
const LANDS_AFTER_MS = 28_000;
/** Longer than anything is tried again for. */
const REFUSED_SECONDS = 1_200;

/** Those that give it, and those that take it away. */
const places = ({ fn }: CallPlace): boolean => ['provision', 'close'].includes(fn);

const BETWEEN: readonly (readonly [string, Act])[] = [
  ['a watchdog round', { do: 'watchdog' }],
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['an alarm', { do: 'alarm' }],
];

/** What Lambda may answer; only what is slow gets a release promoted. */
const ANSWERS: readonly Case[] = [
  withConcurrency(FAILED_SMOKE_TEST),
  ...(['refused', 'in use', 'fails', 'is never ready', 'is slow'] as const).flatMap((concurrency) =>
    [PROMOTED, REVERTED].map((story) =>
      disturbed(withConcurrency(story), `what is asked for ${concurrency}`, [], {
        concurrency,
        ends: { [RELEASE]: concurrency === 'is slow' || story === REVERTED ? 'promoted' : 'rolled back' },
      }),
    ),
  ),
];

/** Taken back before users and released again at once, while the call that takes it away is still on its way. */
async function releasedAgain(): Promise<readonly Case[]> {
  const again = { do: 'start', name: 'again', input: { version: '7' } } as const;
  const story = disturbed(withConcurrency(PROMOTED), 'taken back before users, and released again', [
    { when: { at: 'second', second: 40 }, act: { do: 'message' } },
  ]);
  const taking = (await survey(story)).calls.find(({ name }) => name === 'concurrency.remove');
  if (taking === undefined) throw new Error('nobody takes it away in this story');
  const at = (act: Act): Disturbance => ({ when: { at: 'call', place: taking.place, moment: 'before' }, act });
  const late: readonly Act[] = [
    { do: 'kill', landsAfterMs: LANDS_AFTER_MS },
    { do: 'slow', ms: LANDS_AFTER_MS },
  ];
  return late.map((act) =>
    disturbed(story, `${act.do} ${LANDS_AFTER_MS} ms`, [at(again), at(act)], { ends: { again: 'promoted' } }),
  );
}

/** Whatever is lost, late or refused: when it is over, production's version has it and no other. */
export const provisioned: FaultClass = {
  id: 'provisioned',
  name: 'provisioned concurrency: each call of those who give and take it stopped, killed, late, all of them refused',
  async cases() {
    const cases: Case[] = [...ANSWERS, ...(await releasedAgain())];
    for (const story of STORIES) {
      cases.push(disturbed(story, 'nothing happens', [], { ends: story.ends ?? {} }));
      cases.push(disturbed(story, 'and the next release follows', [], { next: true }));
      for (const { place, name, changes } of (await survey(story)).calls.filter(({ place }) => places(place))) {
        const where = `${place.fn} #${place.nth} ${name}`;
        for (const moment of ['before', 'after'] as const) {
          const at = (act: Act): Disturbance => ({ when: { at: 'call', place, moment }, act });
          cases.push(disturbed(story, `killed ${moment} ${where}`, [at({ do: 'kill' })]));
          for (const [what, act] of BETWEEN) cases.push(disturbed(story, `${what} ${moment} ${where}`, [at(act)]));
          if (changes && moment === 'before')
            for (const [also, more] of [
              ['', []],
              [' and nobody goes on', [at({ do: 'abort', execution: RELEASE })]],
            ] as const)
              cases.push(
                disturbed(story, `killed at ${where}, which lands ${LANDS_AFTER_MS} ms later${also}`, [
                  ...more,
                  at({ do: 'kill', landsAfterMs: LANDS_AFTER_MS }),
                ]),
              );
        }
      }
      for (const state of [StateName.provision, StateName.waitForConcurrency])
        cases.push(
          disturbed(story, `an abort in ${state}`, [
            { when: { at: 'state', execution: RELEASE, state }, act: { do: 'abort', execution: RELEASE } },
          ]),
        );
      for (const call of ['put', 'read', 'remove', 'productionVersion'])
        for (const second of [0, 120, 700]) {
          const act: Act = {
            do: 'refuse',
            call: `concurrency.${call}`,
            error: 'ThrottlingException',
            seconds: REFUSED_SECONDS,
          };
          cases.push(
            disturbed(story, `concurrency.${call} is refused from second ${second} on`, [
              { when: { at: 'second', second }, act },
              { when: { at: 'second', second: second + 60 }, act: { do: 'abort', execution: RELEASE } },
            ]),
          );
        }
    }
    return cases;
  },
};
