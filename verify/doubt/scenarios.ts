import { StateName } from '../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Act, type Case } from '../simulation/case.ts';
import type { Fault } from './world/faults.ts';

/** A release, and how it fails if it does. */
export interface Scenario {
  readonly id: string;
  readonly fault: Fault;
  readonly one: Case;
  /**
   * - `good`: version 7 has no fault, and nobody wants it back
   * - `bad`: production must not run version 7 at the end
   * - `wanted back`: the same, because somebody said so
   */
  readonly release: 'good' | 'bad' | 'wanted back';
}

/** The execution that releases version 9, where one follows. */
const FOLLOWING = 'following';

const VERSIONS = { 8: 'healthy', 9: 'healthy' } as const;

/** Faults beside each other take away what would have ended the one before: that it ends at all is what is asked. */
const ANY_TIME = 24 * 3600;

const scenario = (
  id: string,
  release: Scenario['release'],
  more: Partial<Case> = {},
  fault: Fault = 'throws',
): Scenario => ({
  id,
  fault,
  release,
  one: aCase(id, {
    plan: 'brief holds',
    versions: { 7: 'healthy', ...VERSIONS },
    safeWithinSeconds: ANY_TIME,
    ...more,
  }),
});

const bad = (behaviour: Case['versions'][string]): Partial<Case> => ({ versions: { 7: behaviour, ...VERSIONS } });

const then = (state: string, act: Act): Partial<Case> => ({
  disturbances: [{ when: { at: 'state', execution: RELEASE, state }, act }],
});

const rollback = { do: 'start', name: 'person', input: { rollback: { reason: 'prices are wrong' } } } as const;

/** Everything that is tried under every doubt, by the default plan with holds of half an hour. */
export const SCENARIOS: readonly Scenario[] = [
  scenario('healthy', 'good'),
  scenario('held and let go on', 'good', {
    input: { version: '7', holdAt: 10 },
    disturbances: [{ when: { at: 'second', second: 900 }, act: { do: 'start', name: 'go-on', input: { goOn: true } } }],
  }),
  scenario('revert', 'good', { released: true, input: { revert: true } }),
  scenario('fails its smoke test', 'bad', bad('fails smoke test')),
  scenario('throws, and another release follows', 'bad', {
    ...bad('fails users'),
    disturbances: [
      { when: { at: 'second', second: 100 }, act: { do: 'message' } },
      { when: { at: 'second', second: 600 }, act: { do: 'start', name: FOLLOWING, input: { version: '9' } } },
    ],
    ends: { [FOLLOWING]: 'promoted' },
  }),
  scenario('answers 500', 'bad', bad('fails users'), 'answers 500'),
  scenario('is slow', 'bad', bad('fails users'), 'is slow'),
  scenario('is wrong', 'bad', bad('fails users'), 'is wrong'),
  scenario('throws from half of the requests on', 'bad', bad('fails under load')),
  scenario('is wrong from half of the requests on', 'bad', bad('fails under load'), 'is wrong'),
  scenario('answers 500 from half of the requests on', 'bad', bad('fails under load'), 'answers 500'),
  scenario('throws in production', 'bad', bad('fails in production')),
  scenario('aborted', 'wanted back', then(StateName.bake(30), { do: 'abort', execution: RELEASE })),
  scenario('rolled back by a person', 'wanted back', then(StateName.bake(50), rollback)),
  scenario('rolled back by a message', 'wanted back', then(StateName.bake(50), { do: 'message' })),
  scenario('rolled back after its promotion', 'wanted back', then(StateName.watch, rollback)),
];
