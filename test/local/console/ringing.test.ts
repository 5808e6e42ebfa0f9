import { expect, test } from 'vitest';
import { echoEnd, ringing, ringingSentence } from '../../../local/console/model/ringing.ts';
import { alarm, parts, record } from './views.ts';

test('what rings is a sentence with what is allowed, the first that rang first, by its whole name', () => {
  const reason =
    'Threshold Crossed: 1 out of the last 1 datapoints [36.0 (29/11/26 19:12:00)] was greater than the threshold ' +
    '(5.0) (minimum 1 datapoint for OK -> ALARM transition).';
  const later = alarm({ name: 'canary-lambda-errors-shop', label: 'canary-lambda-errors', since: 2_000 });
  const first = alarm({ reason, since: 1_000, points: [0, 36, 62, null] });
  expect(ringing(parts({ alarms: [later, alarm({ state: 'OK' }), first], release: { weight: 10 } }), 0)).toEqual([
    {
      name: 'canary-lattice-5xx-shop',
      label: 'canary-lattice-5xx',
      text: 'rings since 00:00:01: 36 was greater than the threshold 5; now 62, 5 allowed.',
    },
    { name: 'canary-lambda-errors-shop', label: 'canary-lambda-errors', text: 'rings since 00:00:02.' },
  ]);
});

const MINUTE = 60_000;
const BACK = [
  { at: 0, canary: 10 },
  { at: 30_000, canary: 0 },
];

const told = (fields: Parameters<typeof alarm>[0], now: number) =>
  ringing(parts({ alarms: [alarm(fields)], weights: BACK }), now)[0]?.text;
const during = (release: NonNullable<Parameters<typeof parts>[0]['release']>) =>
  ringing(parts({ alarms: [alarm({ looksBack: 600 })], weights: BACK, release }), MINUTE)[0]?.echo;

test('a canary’s alarm that still rings once nobody is on it is an echo, with its end', () => {
  const rings = alarm({ looksBack: 600, since: 20_000 });
  const production = alarm({ label: 'production-lattice-5xx', since: 90_000 });
  const after = parts({ alarms: [rings, production], weights: BACK });
  const [echo, real] = ringing(after, 2 * MINUTE);
  expect(echo).toMatchObject({
    echo: true,
    text: 'is an echo: nobody is on the canary any more; it falls silent at about 00:12. It rings since 00:00:20.',
  });
  expect(real).toEqual({ ...real, text: 'rings since 00:01:30.' });
  expect(real).not.toHaveProperty('echo');
  expect(echoEnd(after, 2 * MINUTE)).toBe(12 * MINUTE);
  expect(ringingSentence(after)).toBe('An alarm rings: production-lattice-5xx.');
});

test('no end is told of an echo that nobody knows, or that should be over', () => {
  const text = 'is an echo: nobody is on the canary any more. It rings since 00:00:00.';
  expect(told({}, 2 * MINUTE)).toBe(text);
  expect(told({ looksBack: 600 }, 13 * MINUTE)).toBe(text);
});

test('while the canary has users, or somebody has the claim, nothing is an echo', () => {
  expect([during({ weight: 10 }), during({ record: record({ phase: 'rolling back' }) })]).toEqual([
    undefined,
    undefined,
  ]);
});
