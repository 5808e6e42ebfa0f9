import { StateName } from '../../../statemachine/contract/names.ts';
import { aCase, RELEASE, type Act, type Case, type Disturbance } from '../case.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from '../alarm-names.ts';
import { disturbed, PROMOTED, REGRETTED } from '../stories.ts';
import { statesOf, survey } from '../survey.ts';
import type { Behaviour } from '../behaviour.ts';
import type { FaultClass } from './fault-class.ts';

const at = (state: string, act: Act): Disturbance => ({ when: { at: 'state', execution: RELEASE, state }, act });

export const missingAlarms: FaultClass = {
  id: 'missing-alarms',
  name: 'DescribeAlarms that leaves an alarm out',
  async cases() {
    const states = [
      StateName.claim,
      StateName.check(10),
      StateName.check(100),
      StateName.promote,
      StateName.checkProduction,
    ];
    return states.flatMap((state) =>
      [1, 130, 3_600].flatMap((seconds) =>
        [CANARY_ALARM, 'canary-duration', PRODUCTION_ALARM].flatMap((alarm) =>
          [[], [at(state, { do: 'alarm' })]].map((more) =>
            aCase(
              `from "${state}" on ${alarm} is left out for ${seconds} ` +
                `s${more.length > 0 ? ', and the canary alarm comes on' : ''}`,
              {
                disturbances: [at(state, { do: 'leave out', alarm, seconds }), ...more],
              },
            ),
          ),
        ),
      ),
    );
  },
};

const BEHAVIOURS: readonly Behaviour[] = [
  'healthy',
  'fails smoke test',
  'fails users',
  'fails under load',
  'fails in production',
];

/**
 * Alarms follow the users, who follow the data plane, which follows the control plane: each later than the one before.
 */
export const slowDataPlane: FaultClass = {
  id: 'data-plane',
  name: 'weights that users meet after up to 900 s, aliases after up to 50 s, versions bad in each way',
  async cases() {
    return [0, 5, 60, 90, 120, 300, 900].flatMap((dataPlaneSeconds) =>
      [0, 50].flatMap((aliasSeconds) =>
        BEHAVIOURS.map((behaviour) =>
          aCase(`version 7 ${behaviour}, weights take ${dataPlaneSeconds} s and aliases ${aliasSeconds} s`, {
            plan: 'default',
            versions: { 7: behaviour, 9: 'healthy' },
            dataPlaneSeconds,
            aliasSeconds,
            // Weights that nobody follows for as long as a bake lasts are a doubt, and hold it.
            ...(dataPlaneSeconds < 900 && { next: true }),
          }),
        ),
      ),
    );
  },
};

const THEN: readonly (readonly [string, Act | undefined])[] = [
  ['nothing else', undefined],
  ['an abort', { do: 'abort', execution: RELEASE }],
  ['a message', { do: 'message' }],
  ['an alarm', { do: 'alarm' }],
  ["a person's rollback", { do: 'start', name: 'person-2', input: { rollback: { reason: 'prices are wrong' } } }],
];

export const jumpingClocks: FaultClass = {
  id: 'clocks',
  name: 'clocks of the functions that jump by up to an hour, either way',
  async cases() {
    const cases: Case[] = [];
    for (const story of [PROMOTED, REGRETTED]) {
      for (const { state } of statesOf(await survey(story))) {
        for (const seconds of [-3_600, -120, -5, 5, 120, 3_600]) {
          for (const [what, act] of THEN) {
            // A clock that is fast by more than the claim is old makes a request look older than the claim: a limit,
            // and no schedule of this list.
            if (seconds > 120 && (act?.do === 'message' || act?.do === 'start')) continue;
            const more = act === undefined ? [] : [at(StateName.bake(100), act)];
            const ends =
              act !== undefined && story === PROMOTED && Math.abs(seconds) <= 120
                ? ({ [RELEASE]: 'rolled back' } as const)
                : {};
            cases.push(
              disturbed(
                story,
                `in "${state}" clocks jump by ${seconds} s, and ${what} at 100 %`,
                [at(state, { do: 'clock', seconds }), ...more],
                { ends },
              ),
            );
          }
        }
      }
    }
    return cases;
  },
};
