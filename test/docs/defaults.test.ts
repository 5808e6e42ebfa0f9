import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../infra/app/settings.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { readText } from './pages.ts';

const defaults = parseSettings();
const weights = DEFAULT_PLAN.steps.map(({ weight }) => weight).join(', ');
const bakeSeconds = Math.max(...DEFAULT_PLAN.steps.map((step) => step.bakeSeconds));

describe("the construct's comments", () => {
  const comments = readText('infra/constructs/lattice-canary-props.ts').replaceAll(/\n\s+\* /g, ' ');
  const told = new Map(
    [...comments.matchAll(/@default '?([\w/]+)'?(?: - [^*]+)?\s+\*\/\s+readonly (\w+)\?/g)].map(([, value, name]) => [
      name,
      value,
    ]),
  );

  it.each(['initialVersion', 'protocol', 'releaseOnDeploy', 'reserveConcurrency', 'dashboard'] as const)(
    'have the default of %s',
    (name) => {
      expect(told.get(name)).toBe(String(defaults[name]));
    },
  );

  it('have the steps of the default plan, and how long production is watched', () => {
    expect(comments).toContain(
      `@default - ${weights} % with ${bakeSeconds / 60} minutes each; ${DEFAULT_PLAN.watchSeconds / 60} minutes of ` +
        'watching after the promotion',
    );
  });
});
