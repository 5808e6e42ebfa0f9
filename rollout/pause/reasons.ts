import type { PauseReason } from '../../statemachine/contract/pauses.ts';
import type { Reason, Sayings, ToCome, Word } from './pause.ts';

/** What reasons have in common that last until somebody says "go on". */
const untilGoOn = {
  endedBy: 'go-on',
  // The word overrules few requests, and a share of them unlike the weight; not that there was none, no silent alarm.
  goesOn: ({ verdict, onlyOverruled }) => verdict === 'healthy' || onlyOverruled,
  seconds: ({ holdSeconds }) => holdSeconds,
  neverTold: () => 'HoldExpired',
} as const satisfies Partial<Reason>;

/** `somebody said go on`, and who that is by their own words. */
const said = (word: Word | undefined): string => `somebody said go on${unproven(word)}`;

/** ` (as "ann", because "it looks good"; unproven, execution go-on-1)`, or nothing where they said neither. */
export function unproven(word: Word | undefined): string {
  const { by, execution = '', reason } = word ?? {};
  if (by === undefined && reason === undefined) return '';
  const own = [...(by === undefined ? [] : [`as "${by}"`]), ...(reason === undefined ? [] : [`because "${reason}"`])];
  return ` (${own.join(', ')}; unproven, execution ${execution})`;
}

const saysUntilGoOn = {
  check: {
    waits: (until) => `held until somebody says go on, at most until ${until}`,
    'never told': (until) => `nobody said go on until ${until}`,
    'goes on': (_until, word) => said(word),
    'not healthy yet': (until, word) => `${said(word)}, which a healthy check will do, at most until ${until}`,
    'never healthy': (until, word) => `${said(word)}, but no check was healthy until ${until}`,
    over: (until) => `held until ${until}, and the plan ends a pause by what its bake has come to`,
  },
  goOn: {
    'too early': ({ since }) => `is held since ${since}, after this was asked`,
  },
  status: ({ told, since, found, word }) =>
    told ? `told to go on${unproven(word)}` : `held since ${since}${ifAny(found, ` (${found})`)}`,
  doctor: ({ at, since, found }) => `is held at ${at} % since ${since}${ifAny(found, `: ${found}`)}`,
  watch: ({ at, told, found, word }) =>
    told
      ? `held at ${at} %, told to go on${unproven(word)}`
      : `held at ${at} % until somebody says go-on${ifAny(found, `: ${found}`)}`,
  console: ({ told, found, word }) => ({
    next: told
      ? `it goes on at its next healthy check: told to go on${unproven(word)}.`
      : 'your word: go on, or roll back.',
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
  /** `"approve": true` of a step: it has baked there. */
  approval: {
    ...untilGoOn,
    begins: ({ approve, otherwise }) => approve && (otherwise === 'advance' || otherwise === 'hold'),
    toCome: undefined,
    occasion: (at) => `approval at ${at}`,
    says: {
      ...saysUntilGoOn,
      check: {
        ...saysUntilGoOn.check,
        waits: (until) => `waits for approval until somebody says go on, at most until ${until}`,
        'never told': (until) => `nobody approved it until ${until}`,
      },
      when: 'the plan asks for approval at a weight and it has baked there',
      planned: ({ approvals }, most) =>
        approvals.length === 0
          ? undefined
          : `At ${approvals.join(' %, ')} % it waits for somebody to say go-on, for up to ${most}.`,
    },
  },
  /** `{"pause":true}`: at the next check, however far the bake is. */
  'told to pause': {
    ...untilGoOn,
    begins: ({ pauseAsked, otherwise }) => pauseAsked && otherwise !== 'roll back',
    toCome: undefined,
    occasion: (at) => `told to pause at ${at}`,
    says: { ...saysUntilGoOn, when: 'somebody said pause', planned: () => undefined },
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
      console: (pause) => ({
        ...saysUntilGoOn.console(pause),
        ...(!pause.told && { next: 'it stays here until its answers are counted and you say go on; or roll back.' }),
      }),
      when: 'its requests, or their answers, were not counted at a weight',
      planned: (_plan, most) => `A source that counts nothing holds it there too, for up to ${most}.`,
    },
  },
};

/** What a check says of a weight that somebody ended before anything paused it. */
export const WORD = {
  'goes on': said,
  'not healthy yet': (word: Word | undefined) => `${said(word)}, which a healthy check will do`,
} as const;
