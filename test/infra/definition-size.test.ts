import { describe, expect, it } from 'vitest';
import { MOST_BYTES } from '../../infra/constructs/definition-size.ts';
import { ownStack } from './own-app.ts';

/** Ten metrics, each dimension of which has names so long. */
function comparing(length: number) {
  const dimensions = (value: string) =>
    Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`d${i}`.padEnd(length, 'd'), value.repeat(length)]));
  const metric = (metricName: string) => ({
    namespace: 'Shop',
    metricName,
    canary: dimensions('c'),
    production: dimensions('p'),
  });
  return Array.from({ length: 10 }, (_, i) => ({
    noun: `failed checkouts ${i}`,
    bad: metric(`Failed${i}`),
    all: metric(`All${i}`),
  }));
}
const twentySteps = Array.from({ length: 20 }, (_, i) => ({ weight: 5 * (i + 1), bakeSeconds: 600 }));
const withNames = (length: number) =>
  ownStack({ plan: { steps: twentySteps, compare: { metrics: comparing(length) } } }).synthesize;

describe('a plan whose definition is too large for Step Functions or the template', () => {
  it('is refused at synthesis, with what makes it shorter', () => {
    expect(withNames(60)).toThrow(
      /plan: got a state machine of \d{7} bytes; expected at most 850000.*plan\.steps.*plan\.compare\.metrics/,
    );
  });

  it('and not one that fits, in less than 1 MB of template', () => {
    const { template } = withNames(12)();
    expect(JSON.stringify(template).length).toBeGreaterThan(MOST_BYTES / 2);
    expect(JSON.stringify(template).length).toBeLessThan(1_000_000);
  });
});
