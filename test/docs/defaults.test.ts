import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../infra/app/settings.ts';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { readText } from './pages.ts';

const defaults = parseSettings();
const weights = DEFAULT_PLAN.steps.map(({ weight }) => weight).join(', ');
const bakeSeconds = Math.max(...DEFAULT_PLAN.steps.map((step) => step.bakeSeconds));

/** Everything that has a plain value, by path, such as `plan.compare.alpha`. */
function plainValues(settings: object, prefix = ''): [path: string, value: string][] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    if (Array.isArray(value)) return [];
    return typeof value === 'object' && value !== null
      ? plainValues(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, String(value)] as [string, string]];
  });
}

/** Defaults by path, from rows such as `| \`plan.compare.slowness\`, \`slowMargin\` | 1.5, 0.05 | … |`. */
function toldInReadme(): ReadonlyMap<string, string> {
  const section = /\n## Configure\n([\s\S]*?)\n## /.exec(readText('README.md'))?.[1] ?? '';
  const rows = [...section.matchAll(/^\| (`[^|]+) \| ([^|]+) \|/gm)];
  return new Map(
    rows.flatMap(([, names = '', values = '']) => {
      const [first = '', ...others] = [...names.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name);
      const prefix = first.slice(0, first.lastIndexOf('.') + 1);
      const paths = [first, ...others.map((name) => `${prefix}${name}`)];
      const told = values.replaceAll('`', '').split(', ');
      return paths.map((path, i): [string, string] => [path, told[i] ?? '']);
    }),
  );
}

describe("README's table of settings", () => {
  const told = toldInReadme();

  it.each(plainValues({ ...defaults, auth: undefined }).filter(([, value]) => value !== 'undefined'))(
    'has the default of %s, %s',
    (path, value) => {
      expect(told.get(path)).toBe(value);
    },
  );

  it('has the steps of the default plan', () => {
    expect(readText('README.md')).toContain(`| \`plan.steps\` | ${weights} with ${bakeSeconds} s each |`);
  });
});

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
