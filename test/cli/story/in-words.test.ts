import { expect, test } from 'vitest';
import { inWords } from '../../../cli/story/in-words.ts';

test('a failed function’s message, its first line, with what CloudWatch wrote in a few words', () => {
  const errorMessage =
    'alarm canary-lattice-5xx-shop is on since 2026-11-24T18:43:30.310Z: Threshold Crossed: 1 out of the last 1 ' +
    'datapoints [25.0 (24/11/26 18:33:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ' +
    'ALARM transition).\nand more';
  expect(inWords(JSON.stringify({ errorType: 'CanaryUnhealthy', errorMessage, trace: [] }))).toBe(
    'alarm canary-lattice-5xx-shop is on since 18:43:30Z: 25 was greater than the threshold 5',
  );
});

test('any other text stays as it is, but for the end of an execution’s name', () => {
  expect(inWords('1a2b3c4d-0000-4000-8000-000000000000 no longer holds the claim')).toBe(
    '1a2b3c4d no longer holds the claim',
  );
  expect(inWords('')).toBe('');
});
