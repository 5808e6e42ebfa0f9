import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statementsOf, type Document } from '../../verify/oracles/permissions/statement.ts';
import { readText } from '../docs/pages.ts';

/** What IAM calls a service, by what packages of the SDK and the AWS CLI call it. */
const PREFIXES: Readonly<Record<string, string>> = { eventbridge: 'events', sfn: 'states', stepfunctions: 'states' };
/** Commands of the AWS CLI that are not called like the action they take. */
const ACTIONS: Readonly<Record<string, string>> = { 'logs:Tail': 'logs:FilterLogEvents' };

/** Calls of operators for which no policy is ready-made, and why. */
const BY_OTHERS: Readonly<Record<string, string>> = {
  'cloudformation:ContinueUpdateRollback': 'goes on with a deploy: who deploys may',
  'cloudwatch:SetAlarmState': 'a rehearsal, which who deploys does in the first hour',
  'lambda:DeleteFunction': 'prune, as docs/cli.md says',
  'lambda:GetPolicy': 'the first hour, which is done by who deploys',
};
/** Calls that the console makes on the way to the execution view. */
const BY_THE_CONSOLE: ReadonlySet<string> = new Set(['states:ListStateMachines']);
/** Calls that need no permission, or none on this service. */
const NEVER_ASKED = /^(sts|iam|sso|configure):/;

const PAGES = ['RUNBOOK.md', 'docs/operations.md', 'docs/cli.md'];

/** What the local cloud has no answer to, and the call without which nobody there can need it: it has none to that. */
const MENDS_NOTHING_THERE: Readonly<Record<string, string>> = {
  'cloudformation:ContinueUpdateRollback': 'cloudformation:UpdateStack',
  'cloudformation:DescribeStackEvents': 'cloudformation:UpdateStack',
  'cloudwatch:EnableAlarmActions': 'cloudwatch:PutCompositeAlarm',
  'events:EnableRule': 'events:DisableRule',
  'lambda:CreateAlias': 'lambda:DeleteAlias',
  'sns:SetTopicAttributes': 'sns:AddPermission',
  'sns:Subscribe': 'sns:Unsubscribe',
  'vpc-lattice:RegisterTargets': 'vpc-lattice:DeregisterTargets',
};

const pascal = (kebab: string) => kebab.replaceAll(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase());
const actionOf = (service: string, operation: string) => {
  const name = `${PREFIXES[service] ?? service}:${operation}`;
  return ACTIONS[name] ?? name;
};

/** The actions of the `aws` commands that pages, and the program itself, tell people to type. */
function typed(text: string): string[] {
  return [...text.matchAll(/(?:\baws|\$\{aws\}) ([a-z0-9-]+) ([a-z][a-z-]+)/g)]
    .map(([, service = '', operation = '']) => actionOf(service, pascal(operation)))
    .filter((action) => !NEVER_ASKED.test(action));
}

/** The actions of the calls that a module makes. */
function called(module: string): string[] {
  const imports = [...module.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)];
  return imports.flatMap(([, names = '', service = '']) =>
    [...names.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(([, paginated, sent = '']) =>
      actionOf(service, paginated ?? sent),
    ),
  );
}

const modulesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

const allowedBy = (...policies: readonly string[]): Set<string> =>
  new Set(
    policies.flatMap((name) =>
      statementsOf(JSON.parse(readText(`docs/policies/${name}.json`)) as Document, name, false).flatMap(
        ({ actions }) => actions,
      ),
    ),
  );

/** What the program recommends. */
const recommended = new Set(modulesOf('cli').flatMap(typed));
const calls = new Set([
  ...PAGES.map(readText).flatMap(typed),
  ...modulesOf('cli').flatMap((module) => [...called(module), ...typed(module)]),
]);
const allowed = allowedBy('operator', 'by-hand');

/** By its table, which a test of its own holds true: "| `monitoring` CloudWatch | … | DescribeAlarms, … |". */
const answered = new Set(
  [...readText('packages/local-aws/README.md').matchAll(/^\| `([a-z-]+)` [^|]+\|[^|]+\| ([A-Z][\w, ]+) \|$/gm)].flatMap(
    ([, service = '', operations = '']) =>
      operations.split(', ').map((each) => `${service === 'monitoring' ? 'cloudwatch' : service}:${each}`),
  ),
);

describe('the policies of people', () => {
  it('allow every call of the command line and of the pages', () => {
    expect([...calls].filter((action) => !allowed.has(action) && BY_OTHERS[action] === undefined)).toEqual([]);
  });

  it('allow nothing that neither calls, nor the console on the way to the execution view', () => {
    const idle = [...allowed, ...allowedBy('pipeline')].filter((action) => !calls.has(action));
    expect(idle.filter((action) => !BY_THE_CONSOLE.has(action))).toEqual([]);
  });

  it('leave to others only what is called', () => {
    expect(Object.keys(BY_OTHERS).filter((action) => !calls.has(action) || allowed.has(action))).toEqual([]);
  });
});

describe('on a laptop', () => {
  it('everything that the program recommends has an answer, or cannot be needed there', () => {
    const unanswered = [...recommended].filter((action) => !answered.has(action));
    expect(unanswered.filter((action) => MENDS_NOTHING_THERE[action] === undefined)).toEqual([]);
    expect(unanswered.filter((action) => answered.has(MENDS_NOTHING_THERE[action] ?? action))).toEqual([]);
    expect(Object.keys(MENDS_NOTHING_THERE).filter((action) => !recommended.has(action))).toEqual([]);
    expect([...recommended]).toEqual(expect.arrayContaining(['cloudwatch:DescribeAlarms', 'lambda:UpdateAlias']));
    expect(answered).toContain('cloudwatch:PutMetricAlarm');
  });
});

describe('what is read', () => {
  it('finds a call of each kind', () => {
    expect(
      called("import { DescribeStacksCommand, type X, paginateListRules } from '@aws-sdk/client-eventbridge';"),
    ).toEqual(['events:DescribeStacks', 'events:ListRules']);
    expect(
      typed('`aws stepfunctions stop-execution …`, then\naws logs tail --since 1h; aws sts get-caller-identity'),
    ).toEqual(['states:StopExecution', 'logs:FilterLogEvents']);
  });

  it('is enough of both to find one that is missing', () => {
    const ofPages = PAGES.map(readText).flatMap(typed);
    const ofModules = modulesOf('cli').flatMap(called);
    expect(ofPages).toContain('lambda:UpdateAlias');
    expect(ofModules).toContain('lambda:ListVersionsByFunction');
    expect(calls.size).toBeGreaterThan(25);
  });
});
