import { StateName } from '../../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Act, type Case, type Disturbance } from '../case.ts';
import type { FaultClass } from './fault-class.ts';

const CALLS = [
  'listener.read',
  'listener.write',
  'versions.readAlias',
  'versions.pointAlias',
  'versions.exists',
  'versions.unpublished',
  'invoker.invoke',
  'alarms.read',
  'minutes.read',
  'minutes.count',
  'records.read',
  'records.compareAndSet',
  'records.history',
  'records.past',
  'records.archive',
  'announcer.publish',
  'meter.canaryWeight',
  'executions.status',
] as const;

const REFUSALS: readonly (readonly [string, Pick<Extract<Act, { do: 'refuse' }>, 'error' | 'effect'>])[] = [
  ['throttled', { error: 'ThrottlingException' }],
  ['answered 5XX', { error: 'InternalServerException' }],
  ['in conflict', { error: 'conflict' }],
  ['answered too late, though done', { error: 'TimeoutError', effect: true }],
];

/** Within the retries of one task; beyond them; and beyond those of a rollback. */
const SECONDS = [5, 200, 900];

const FROM = [StateName.claim, StateName.shift(10), StateName.check(100), StateName.promote, StateName.close] as const;

/** A rollback is asked for while the calls fail. */
const THEN: readonly (readonly [string, readonly Act[]])[] = [
  ['nothing else', []],
  ['an alarm', [{ do: 'alarm' }]],
  ['an abort', [{ do: 'abort', execution: RELEASE }]],
];

export const refused: FaultClass = {
  id: 'refused',
  name: 'each call throttled, refused, in conflict or answered too late, for a while',
  async cases() {
    const cases: Case[] = [];
    for (const seconds of SECONDS) {
      for (const call of CALLS) {
        for (const [how, error] of REFUSALS) {
          for (const state of FROM) {
            for (const [what, acts] of THEN) {
              const at = (act: Act): Disturbance => ({ when: { at: 'state', execution: RELEASE, state }, act });
              cases.push(
                aCase(`from "${state}" on ${call} is ${how} for ${seconds} s, and ${what}`, {
                  disturbances: [at({ do: 'refuse', call, seconds, ...error }), ...acts.map(at)],
                }),
              );
            }
          }
        }
      }
    }
    return cases;
  },
};
