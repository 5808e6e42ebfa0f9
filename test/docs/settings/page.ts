import { z } from 'zod';
import { alarmsSchema, DEFAULT_ALARMS } from '../../../infra/constructs/alarm-kinds.ts';
import { optionsShape } from '../../../infra/constructs/options.ts';
import { comparedMetricSchema } from '../../../statemachine/contract/compared-metrics.ts';
import { compareSchema, DEFAULT_COMPARE } from '../../../statemachine/contract/compare.ts';
import { DEFAULT_PLAN, planSchema, stepSchema } from '../../../statemachine/contract/plan.ts';
import { hookSchema } from '../../../statemachine/contract/hooks.ts';
import { smokeSchema } from '../../../statemachine/contract/smoke.ts';
import { docstringsOf, type Docstring } from './docstrings.ts';
import { code, fieldsOf, takes, type Field } from './takes.ts';

const PLAN = 'statemachine/contract/plan.ts';
const PROPS = 'infra/constructs/lattice-canary-props.ts';

interface Section {
  readonly heading: string;
  /** Before each setting's name, such as `plan.`. */
  readonly prefix: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly docstrings: ReadonlyMap<string, Docstring>;
  readonly defaults: object;
}

const SECTIONS: readonly Section[] = [
  {
    heading: 'The plan',
    prefix: 'plan.',
    fields: fieldsOf(planSchema),
    docstrings: docstringsOf(PLAN, 'export const planSchema'),
    defaults: DEFAULT_PLAN,
  },
  {
    heading: 'A step of it',
    prefix: 'plan.steps[].',
    fields: fieldsOf(stepSchema),
    docstrings: docstringsOf(PLAN, 'export const stepSchema'),
    defaults: {},
  },
  {
    heading: 'How the canary is compared',
    prefix: 'plan.compare.',
    fields: fieldsOf(compareSchema),
    docstrings: docstringsOf('statemachine/contract/compare.ts', 'const comparedBy'),
    defaults: DEFAULT_COMPARE,
  },
  {
    heading: 'Counts of your own',
    prefix: 'plan.compare.metrics[].',
    fields: fieldsOf(comparedMetricSchema),
    docstrings: docstringsOf('statemachine/contract/compared-metrics.ts', 'export const comparedMetricSchema'),
    defaults: {},
  },
  {
    heading: 'What the smoke test asks',
    prefix: 'plan.smoke.',
    fields: fieldsOf(smokeSchema),
    docstrings: docstringsOf('statemachine/contract/smoke.ts', 'export const smokeSchema'),
    defaults: {},
  },
  {
    heading: 'One GET of it',
    prefix: 'plan.smoke.requests[].',
    fields: fieldsOf(smokeSchema)['requests']?.items?.properties ?? {},
    docstrings: docstringsOf('statemachine/contract/smoke.ts', 'const smokeRequestSchema'),
    defaults: {},
  },
  {
    heading: 'A function that is asked',
    prefix: 'plan.hooks[].',
    fields: fieldsOf(hookSchema),
    docstrings: docstringsOf('statemachine/contract/hooks.ts', 'export const hookSchema'),
    defaults: {},
  },
  {
    heading: 'Alarms',
    prefix: 'alarms.',
    fields: fieldsOf(alarmsSchema),
    docstrings: docstringsOf('infra/constructs/alarm-kinds.ts', 'export const ALARM_KINDS ='),
    defaults: DEFAULT_ALARMS,
  },
  {
    heading: 'The service and what is around it',
    prefix: '',
    fields: fieldsOf(z.strictObject(optionsShape)),
    docstrings: docstringsOf(PROPS, 'export interface LatticeCanaryProps'),
    defaults: {},
  },
];

const HEAD = `# Settings

The sample's settings live in \`cdk.json\` under \`context.canary\`; the construct takes the same as properties. What
you leave out has the default shown; of \`plan\`, \`plan.compare\` and \`alarms\` you may name only what differs. A
mistake fails at synthesis with the path, the value and the rule. Durations are in seconds.

This page is written from the schemas that judge the settings and from their comments:
\`npx vitest run --project unit test/docs/settings.test.ts -u\`.
`;

/** docs/settings.md, whole. */
export const settingsPage = (): string => [HEAD, ...SECTIONS.map(sectionText), constructOnly()].join('\n');

function sectionText({ heading, prefix, fields, docstrings, defaults }: Section): string {
  const rows = Object.entries(fields).map(([name, field]) => {
    const docs = docstrings.get(name);
    if (docs === undefined) throw new Error(`${prefix}${name} has no comment`);
    const value = (defaults as Readonly<Record<string, unknown>>)[name] ?? field.default;
    return row(`${prefix}${name}`, shownDefault(name, value), docs, takes(field));
  });
  return table(heading, rows);
}

/** What needs a construct, and what cdk.json calls it where it can be said there. */
function constructOnly(): string {
  const docstrings = docstringsOf(PROPS, 'export interface LatticeCanaryProps');
  const here = Object.keys(fieldsOf(z.strictObject(optionsShape)));
  const rows = [...docstrings]
    .filter(([name]) => !here.includes(name))
    .map(([name, docs]) => row(name, undefined, docs, IN_CDK_JSON[name] ?? 'construct only'));
  return table('The construct has besides', rows);
}

const IN_CDK_JSON: Readonly<Record<string, string>> = {
  extraAlarms: 'constructs or ARNs; in cdk.json `extraAlarmArns`',
  encryptionKey: 'a key; in cdk.json `encryptionKeyArn`',
};

const table = (heading: string, rows: readonly string[]): string =>
  [`## ${heading}\n`, '| setting | default | takes | |', '|---|---|---|---|', ...rows, ''].join('\n');

/** Of what is told elsewhere on the page in full, in short. */
function shownDefault(name: string, value: unknown): string | undefined {
  if (value === DEFAULT_COMPARE) return 'what stands below';
  if (name === 'steps' && value !== undefined)
    return DEFAULT_PLAN.steps.map(({ weight, bakeSeconds }) => `${weight} % for ${bakeSeconds} s`).join(', ');
  return value === undefined ? undefined : code(value);
}

function row(name: string, shown: string | undefined, docs: Docstring, values: string): string {
  const { words, byDefault } = docs;
  const meaning = shown === undefined ? undefined : / - (.+)$/.exec(byDefault ?? '')?.[1];
  const all = [words, ...(meaning === undefined ? [] : [`By default: ${meaning}.`])].join(' ');
  return `| ${[code(name), shown ?? byDefault ?? '', values, all].map(inCell).join(' | ')} |`;
}

/** `docs/costs.md#access-logs` as a link from this folder. */
const inCell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll(/\bdocs\/([\w-]+)(\.md(?:#[\w-]+)?)/g, '[$1]($1$2)')
    .replaceAll(/\b(RUNBOOK)(\.md(?:#[\w-]+)?)/g, '[$1](../$1$2)');
