import type { PauseReason } from '../../statemachine/contract/plan.ts';
import type { Reason, Sayings, ToCome } from './pause.ts';

/** What reasons have in common that last until somebody says "go on". */
const untilGoOn = {
  endedBy: 'go-on',
  // The word overrules few requests, and a share of them unlike the weight; not that there was none, no silent alarm.
  goesOn: ({ verdict, onlyOverruled }) => verdict === 'healthy' || onlyOverruled,
  seconds: ({ holdSeconds }) => holdSeconds,
  neverTold: () => 'HoldExpired',
} as const satisfies Partial<Reason>;

const saysUntilGoOn = {
  check: {
    waits: (until) => `held until somebody says go on, at most until ${until}`,
    'never told': (until) => `nobody said go on until ${until}`,
    'goes on': () => 'somebody said go on',
    'not healthy yet': (until) => `somebody said go on, which a healthy check will do, at most until ${until}`,
    'never healthy': (until) => `somebody said go on, but no check was healthy until ${until}`,
  },
  goOn: {
    told: ({ at }) => `was told to go on from ${at} %`,
    'too early': ({ since }) => `is held since ${since}, after this was asked`,
  },
  status: ({ told, since, found }) => (told ? 'told to go on' : `held since ${since}${ifAny(found, ` (${found})`)}`),
  doctor: ({ at, since, found }) => `is held at ${at} % since ${since}${ifAny(found, `: ${found}`)}`,
  watch: ({ at, told, found }) =>
    `held at ${at} %${told ? ', told to go on' : ` until somebody says go-on${ifAny(found, `: ${found}`)}`}`,
  console: ({ at, told, found }) => ({
    text: `is held at ${at} %${told ? ', told to go on.' : ': say go on, or roll back.'}`,
    because: ifAny(found, `${found}.`),
  }),
} satisfies Partial<Sayings>;

function ifAny(found: string | undefined, words: string): string {
  return found === undefined ? '' : words;
}

/** Somebody has asked for it when it was started. */
export const ASKED: ToCome = {
  at: ({ holdAt }) => holdAt,
  says: {
    claim: (at) => `holds at ${at} %`,
    watch: (at) => `to be held at ${at} %`,
    goOn: (at, now) => `holds at ${at} % once it has baked there, and is at ${now} %`,
    cli: (at, now) => `has not baked at ${at} % yet; it is at ${now} %`,
  },
};

/** Every reason to pause a rollout. Where two begin at once, the first is told. */
export const REASONS: Readonly<Record<PauseReason, Reason>> = {
  /** `"onError": "hold"`: first, so that who says "go on" knows of it. */
  'hook failed': {
    ...untilGoOn,
    begins: ({ hookFailed, otherwise }) => hookFailed && (otherwise === 'advance' || otherwise === 'hold'),
    toCome: undefined,
    occasion: (at) => `hook failed at ${at}`,
    neverTold: () => 'HookFailed',
    says: {
      ...saysUntilGoOn,
      when: 'a hook failed and the plan says to hold then',
      planned: ({ hooks = [] }, most) =>
        hooks.some(({ onError }) => onError === 'hold')
          ? `A hook that fails holds it, where the plan says so, until somebody says go-on, for up to ${most}.`
          : undefined,
    },
  },
  /** `{"holdAt":30}`: it has baked there. */
  asked: {
    ...untilGoOn,
    begins: ({ asked, otherwise }) => asked && (otherwise === 'advance' || otherwise === 'hold'),
    toCome: ASKED,
    occasion: () => undefined,
    says: {
      ...saysUntilGoOn,
      when: 'it was started with --hold-at and has baked at that weight',
      planned: () => undefined,
    },
  },
  /** `"tooFewRequests": "hold"`: at whatever weight has fewer than it needs. */
  'too few requests': {
    ...untilGoOn,
    begins: ({ otherwise, blind }) => otherwise === 'hold' && !blind,
    toCome: undefined,
    occasion: (at) => `too few requests at ${at}`,
    says: {
      ...saysUntilGoOn,
      when: 'it had too few requests at one and the plan says to hold then',
      planned: ({ tooFewRequests }, most) =>
        tooFewRequests === 'hold'
          ? `Then too few requests hold it there until somebody says go-on, for up to ${most}; ` +
            'anything else rolls back.'
          : undefined,
    },
  },
  /**
   * What the verdict rests on counts nothing, or the sides do not serve the same: at whatever weight that is found. The
   * word overrules the first no more than a silent alarm.
   */
  blind: {
    ...untilGoOn,
    begins: ({ otherwise, blind }) => otherwise === 'hold' && blind,
    toCome: undefined,
    occasion: (at) => `blind at ${at}`,
    neverTold: (found) => (found === 'SplitUnlikeWeight' || found === 'BlindToAnswers' ? found : 'HoldExpired'),
    says: {
      ...saysUntilGoOn,
      check: {
        ...saysUntilGoOn.check,
        waits: (until) => `held until it is counted and somebody says go on, at most until ${until}`,
      },
      when: 'its requests, or their answers, were not counted at a weight',
      planned: (_plan, most) => `A source that counts nothing holds it there too, for up to ${most}.`,
    },
  },
};

/** Where "go on" is said to a rollout that has no pause to come. */
export const NONE_TO_COME = {
  goOn: 'does not hold anywhere',
  cli: 'is not to be held anywhere so far, it goes on by itself',
} as const;
