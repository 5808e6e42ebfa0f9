import { StateName } from '../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Case, type Disturbance } from './case.ts';

/** What a release goes through before anything disturbs it further. */

export const PROMOTED = aCase('a release', { ends: { [RELEASE]: 'promoted' } });

const when = (state: string, act: Disturbance['act']): Partial<Case> => ({
  disturbances: [{ when: { at: 'state', execution: RELEASE, state }, act }],
  ends: { [RELEASE]: 'rolled back' },
});

/** By both ways at once: the rule's execution and the topic's function, and then the release itself. */
export const ALARMED = aCase('a release with an alarm at 100 %', when(StateName.bake(100), { do: 'alarm' }));

export const FAILED_SMOKE_TEST = aCase('a release that fails its smoke test', {
  versions: { 7: 'fails smoke test', 8: 'healthy', 9: 'healthy' },
  ends: { [RELEASE]: 'rolled back' },
});

/** Production has moved, and must move back. */
export const REGRETTED = aCase(
  'a release that a person takes back after its promotion',
  when(StateName.watch, { do: 'start', name: 'person', input: { rollback: { reason: 'prices are wrong' } } }),
);

export const REVERTED = aCase('a revert', { released: true, input: { revert: true }, ends: { [RELEASE]: 'promoted' } });

/** Past what `previous` keeps. */
export const REVERTED_TO = aCase('a revert to the first version', {
  released: 'twice',
  input: { revert: { to: '1' } },
  ends: { [RELEASE]: 'promoted' },
});

export const HELD = aCase('a release that holds', {
  input: { version: '7', holdAt: 10 },
  disturbances: [{ when: { at: 'second', second: 300 }, act: { do: 'start', name: 'go-on', input: { goOn: true } } }],
  ends: { [RELEASE]: 'promoted' },
});

/** Held at both weights for want of requests; somebody lets it go on twice. */
export const HELD_FOR_FEW = aCase('a release with too few requests', {
  plan: 'few requests',
  disturbances: [420, 960].map((second) => ({
    when: { at: 'second', second },
    act: { do: 'start', name: `go-on-${second}`, input: { goOn: true } },
  })),
  ends: { [RELEASE]: 'promoted' },
});

const says = (second: number, input: object): Disturbance => ({
  when: { at: 'second', second },
  act: { do: 'start', name: `says-${second}`, input },
});

/** It has baked at 10 % by second 180, and waits there for approval. */
export const APPROVED = aCase('a release that waits for approval', {
  plan: 'gated',
  disturbances: [says(300, { goOn: true })],
  ends: { [RELEASE]: 'promoted' },
});

/** In the middle of its bake; nobody waits for the rest of that afterwards. */
export const PAUSED = aCase('a release that a person pauses', {
  disturbances: [says(70, { pause: true }), says(300, { goOn: true })],
  ends: { [RELEASE]: 'promoted' },
});

/** A bake of 10 % that was seen enough, and the wait of each weight after it. */
export const LET_ON = aCase('a release that a person lets on before its bakes are over', {
  plan: 'gated',
  disturbances: [says(70, { goOn: 'promote' })],
  ends: { [RELEASE]: 'promoted' },
});

/** Its last weight leaves some of production beside it; it shifts to 100 once it has baked there. */
export const LAST_95 = aCase('a release whose last weight is 95', {
  plan: 'last weight 95',
  ends: { [RELEASE]: 'promoted' },
});

/** Each hook needs a second question. */
export const HOOKED = aCase('a release that asks hooks at three places', {
  plan: 'hooks',
  hooks: {
    'before users': ['in progress', 'succeeds'],
    'in bake': ['in progress', 'succeeds'],
    'before promotion': ['in progress', 'succeeds'],
  },
  ends: { [RELEASE]: 'promoted' },
});

/** A story with more disturbances; nothing is certain about its end any more unless told. */
export const disturbed = (
  story: Case,
  about: string,
  disturbances: readonly Disturbance[],
  more: Partial<Case> = {},
): Case => {
  const { ends: _ends, ...rest } = story;
  return {
    ...rest,
    about: `${story.about}; ${about}`,
    disturbances: [...story.disturbances, ...disturbances],
    ...more,
  };
};
