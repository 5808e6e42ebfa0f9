import { expect, test } from 'vitest';
import { ringing } from '../../../local/console/model/ringing.ts';
import { alarm } from './views.ts';

test('what rings is a sentence with what is allowed, the first that rang first, by its whole name', () => {
  const reason =
    'Threshold Crossed: 1 out of the last 1 datapoints [36.0 (29/11/26 19:12:00)] was greater than the threshold ' +
    '(5.0) (minimum 1 datapoint for OK -> ALARM transition).';
  const later = alarm({ name: 'canary-lambda-errors-shop', label: 'canary-lambda-errors', since: 2_000 });
  const first = alarm({ reason, since: 1_000, points: [0, 36, 62, null] });
  expect(ringing([later, alarm({ state: 'OK' }), first])).toEqual([
    {
      name: 'canary-lattice-5xx-shop',
      label: 'canary-lattice-5xx',
      text: 'rings since 00:00:01: 36 was greater than the threshold 5; now 62, 5 allowed.',
    },
    { name: 'canary-lambda-errors-shop', label: 'canary-lambda-errors', text: 'rings since 00:00:02.' },
  ]);
});
