import { StateName } from '../../statemachine/contract/names.ts';
import { edited, rulesOf, type Planted } from './plant.ts';

/** Rules that the machine keeps where it goes on without a function. */
export const WITHOUT_LAMBDA: readonly Planted[] = [
  {
    fault: 'without Lambda, the listener is written and the claim is not revoked',
    plant: {
      definition: edited((states) => {
        for (const rule of rulesOf(states, StateName.whoseRollout)) rule['Next'] = StateName.returnWithoutLambda;
        delete states[StateName.revoke];
      }),
    },
    searched: ['starved'],
    expected: { finds: 'I2' },
  },
  {
    fault: 'without Lambda, whatever rollout is open is rolled back',
    plant: {
      definition: edited((states) => {
        for (const rule of rulesOf(states, StateName.whoseRollout)) rule['Condition'] = "{% $openRollout != 'none' %}";
      }),
    },
    searched: ['starved'],
    expected: { finds: 'I6' },
  },
];
