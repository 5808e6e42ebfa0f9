import { StateName } from '../../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Act, type Case, type Disturbance, type Fates } from '../case.ts';
import { disturbed, PROMOTED } from '../stories.ts';
import type { FaultClass } from './fault-class.ts';

/**
 * What becomes of one event or message: the past the end is when the rollback is over, and the next release runs from
 * minute 20 on.
 */
const FATES: readonly (readonly [string, readonly number[]])[] = [
  ['is lost', []],
  ['comes twice', [150, 4_000]],
  ['comes twice at once', [150, 150]],
  ['comes after the end', [600_000]],
  ['comes now and after the end', [150, 600_000]],
  ['comes when the next release runs', [1_290_000]],
  ['comes now and when the next release runs', [150, 1_290_000]],
];

const CAUSES: readonly (readonly [string, Act])[] = [
  ['an alarm', { do: 'alarm' }],
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['a message', { do: 'message' }],
];

const PLACES = [
  StateName.claim,
  StateName.shift(10),
  StateName.bake(10),
  StateName.shift(100),
  StateName.bake(100),
  StateName.promote,
  StateName.settlePromotion,
  StateName.watch,
  StateName.close,
];

const NEXT_RELEASE: Disturbance = {
  when: { at: 'second', second: 1_200 },
  act: { do: 'start', name: 'another', input: { version: '9' } },
};

/** Each of the deliveries that follow: events and messages are counted apart. */
const deliveries = (fate: readonly number[]): readonly (readonly [string, Partial<Case>])[] => {
  const one = (n: number): Fates => ({ [n]: fate });
  return [
    ['the event', { events: one(1) }],
    ['the message', { messages: one(1) }],
    ['all of them', { events: { 1: fate, 2: fate }, messages: one(1) }],
  ];
};

export const misdelivered: FaultClass = {
  id: 'misdelivered',
  name: 'each event and message lost, doubled, late, or delivered to the next rollout',
  async cases() {
    const cases: Case[] = [];
    for (const [cause, act] of CAUSES) {
      for (const state of PLACES) {
        for (const [what, fate] of FATES) {
          for (const [which, fates] of deliveries(fate)) {
            const at: Disturbance = {
              when: { at: 'state', execution: RELEASE, state, ...(act.do === 'abort' && { during: true }) },
              act,
            };
            cases.push(
              disturbed(PROMOTED, `${cause} in "${state}", ${which} ${what}`, [at, NEXT_RELEASE], {
                ...fates,
                ends: { another: 'promoted' },
              }),
            );
          }
        }
      }
    }
    return cases;
  },
};

/** Events overtake each other, with executions that end while others begin. */
export const reordered: FaultClass = {
  id: 'reordered',
  name: 'events out of order',
  async cases() {
    const delays = [0, 150, 1_000, 31_000, 61_000, 95_000];
    return delays.flatMap((first) =>
      delays.flatMap((second) =>
        delays.map((message) => {
          const alarm: Disturbance = {
            when: { at: 'state', execution: RELEASE, state: StateName.bake(100) },
            act: { do: 'alarm' },
          };
          const abort: Disturbance = {
            when: { at: 'state', execution: RELEASE, state: StateName.bake(100) },
            act: { do: 'abort', execution: RELEASE },
          };
          return aCase(
            `alarm and abort at 100 %, their events after ${first} and ${second} ms, the message after ${message} ms`,
            {
              disturbances: [alarm, abort],
              events: { 1: [first], 2: [second] },
              messages: { 1: [message] },
              ends: { [RELEASE]: 'rolled back' },
              next: true,
            },
          );
        }),
      ),
    );
  },
};
