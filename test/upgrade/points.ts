import type { Hands } from './hands.ts';
import type { States } from './states.ts';

/** How a release must end that was under way while the product was updated. */
export interface Ending {
  /** In the words of the record, where a revert that went through is promoted too. */
  readonly outcome: 'promoted' | 'rolled back';
  readonly kind?: 'revert';
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
}

/** A moment in the life of a release at which the product is updated. */
export interface Point {
  readonly name: string;
  /** What must have been before. @default - nothing */
  readonly prepare?: (hands: Hands) => Promise<void>;
  /** Brings a release there, with what is deployed. */
  readonly reach: (hands: Hands) => Promise<void>;
  /** What is done once the other version is deployed. @default - nothing: it goes on by itself */
  readonly goOn?: (hands: Hands) => Promise<void> | void;
  /** What is done once it has ended. */
  readonly afterwards?: (hands: Hands) => Promise<void> | void;
  readonly ending: Ending;
}

const PROMOTED: Ending = { outcome: 'promoted', status: 'SUCCEEDED' };
const ROLLED_BACK: Ending = { outcome: 'rolled back', status: 'FAILED' };

const releaseUntil = (state: keyof States) => async (hands: Hands) => {
  await hands.start({ version: hands.candidate });
  await hands.until(state);
};

const REVERTING: Pick<Point, 'prepare' | 'reach'> = {
  async prepare(hands) {
    if (await hands.revertable()) return;
    await hands.start({ version: hands.candidate });
    await hands.untilEnded();
  },
  async reach(hands) {
    await hands.start({ revert: true });
    await hands.until('reverting');
  },
};

export const GOING_ON: readonly Point[] = [
  { name: 'mid-bake', reach: releaseUntil('baking'), ending: PROMOTED },
  {
    name: 'held',
    async reach(hands) {
      await hands.start({ version: hands.candidate, holdAt: 10 });
      await hands.untilHeld();
    },
    goOn: (hands) => hands.sayGoOn(),
    ending: PROMOTED,
  },
  { name: 'promoting', reach: releaseUntil('promoting'), ending: PROMOTED },
  { name: 'watching', reach: releaseUntil('watching'), ending: PROMOTED },
  { name: 'reverting', ...REVERTING, ending: { ...PROMOTED, kind: 'revert' } },
];

export const TAKEN_BACK: readonly Point[] = [
  {
    name: 'at rest',
    reach: () => Promise.resolve(),
    goOn: (hands) => hands.start({ version: hands.candidate }),
    ending: PROMOTED,
  },
  {
    name: 'rolling back',
    async reach(hands) {
      await releaseUntil('baking')(hands);
      hands.breakMetrics(true);
      await hands.until('rollingBack');
      hands.breakMetrics(false);
    },
    ending: ROLLED_BACK,
  },
  {
    name: 'held because production is broken',
    async reach(hands) {
      await releaseUntil('baking')(hands);
      await hands.breakProduction(true);
      hands.breakMetrics(true);
      await hands.until('holding');
      hands.breakMetrics(false);
    },
    goOn: (hands) => hands.breakProduction(false),
    ending: ROLLED_BACK,
  },
  {
    name: 'mid-bake, then aborted and redriven',
    reach: releaseUntil('baking'),
    goOn: (hands) => hands.abort(),
    afterwards: (hands) => hands.redrive(),
    ending: { outcome: 'rolled back', status: 'ABORTED' },
  },
  {
    name: 'mid-bake, then aborted, of which only the watchdog learns',
    reach: releaseUntil('baking'),
    goOn: (hands) => hands.abort(true),
    ending: { outcome: 'rolled back', status: 'ABORTED' },
  },
  {
    name: 'watching, then taken back',
    reach: releaseUntil('watching'),
    goOn: (hands) => hands.takeBack(),
    ending: ROLLED_BACK,
  },
  {
    name: 'reverting, then taken back',
    ...REVERTING,
    goOn: (hands) => hands.takeBack(),
    ending: { ...ROLLED_BACK, kind: 'revert' },
  },
];
