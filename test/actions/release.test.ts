import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readText } from '../docs/pages.ts';

const action = readText('actions/release/action.yml');
/** Of the one step that it has, as the runner hands them over. */
const step = /^ {6}run: (.*)$/m.exec(action)?.[1] ?? '';
const inputs = new Map(
  [...action.matchAll(/^ {8}([A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}$/gm)].map(([, name = '', input = '']) => [
    input,
    name,
  ]),
);
const defaults = new Map(
  [...action.matchAll(/^ {2}([a-z-]+):\n {4}description: .*\n {4}(?:default: '(.*)'|required: true)$/gm)].map(
    ([, input = '', value = '']) => [input, value],
  ),
);

const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Rollout';
const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:Rollout:github-5-1';

/** An `aws` that notes what it is asked, and answers with what stands in files beside it. */
const AWS = `#!/bin/bash
cd "$(dirname "$0")"
printf '%s\\n' "$*" >>asked
case "$2" in
  describe-stacks) cat outputs ;;
  start-execution) cat execution ;;
  describe-execution)
    case "$*" in
      *'--query status'*)
        line=$(head -1 looks); [ $(wc -l <looks) -gt 1 ] && sed -i 1d looks
        [ "$line" = broken ] && exit 255
        echo "$line" ;;
      *'--query error'*) cat error ;;
      *'--query cause'*) cat cause ;;
    esac ;;
esac
`;

interface World {
  readonly outputs?: readonly string[];
  readonly looks?: readonly string[];
  readonly error?: string;
  readonly cause?: string;
}

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** Runs the step with these inputs, as GitHub's runner would: \`bash --noprofile --norc -eo pipefail\`. */
function release(given: Readonly<Record<string, string>>, world: World = {}) {
  const { cause = 'None', error = 'None', looks = ['SUCCEEDED'], outputs = [`StateMachineArn\t${MACHINE}`] } = world;
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  folders.push(folder);
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  file('aws', AWS);
  chmodSync(join(folder, 'aws'), 0o755);
  file('sleep', '#!/bin/sh\n');
  chmodSync(join(folder, 'sleep'), 0o755);
  file('outputs', outputs.map((each) => `${each}\n`).join(''));
  file('execution', `${EXECUTION}\n`);
  file('looks', looks.map((each) => `${each}\n`).join(''));
  file('error', `${error}\n`);
  file('cause', `${cause}\n`);
  const values = { ...Object.fromEntries(defaults), stack: 'Shop', ...given };
  const env = Object.fromEntries(Object.entries(values).map(([input, value]) => [inputs.get(input) ?? input, value]));
  const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step], {
    encoding: 'utf8',
    env: {
      ...env,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      GITHUB_ACTION_PATH: 'actions/release',
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
      GITHUB_RUN_ID: '5',
      GITHUB_RUN_ATTEMPT: '1',
    },
  });
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  const said = [...read('output').matchAll(/^(\w+)<<(end_[0-9a-f]{32})\n([\s\S]*?)\n\2$/gm)];
  return {
    status,
    stdout,
    asked: read('asked').split('\n').filter(Boolean),
    outputs: Object.fromEntries(said.map(([, name = '', , value = '']) => [name, value])),
    summary: read('summary'),
    folder,
  };
}

describe('the action', () => {
  it('hands every input over by the environment, and has no expression in its script', () => {
    expect([...inputs.keys()]).toEqual([...defaults.keys()]);
    expect(step).toBe('bash "$GITHUB_ACTION_PATH/release.sh"');
    expect(action.match(/^ {8}[A-Z_]+: (?!\$\{\{ inputs\.[a-z-]+ \}\}$).*/gm)).toBeNull();
  });

  it('has every input and output on its page', () => {
    const page = readText('docs/github-action.md');
    const outputs = [...action.matchAll(/steps\.release\.outputs\.(\w+)/g)].map(([, name = '']) => name);
    for (const name of [...defaults.keys(), ...outputs]) expect(page).toContain(`| \`${name}\` |`);
  });

  it('starts the newest version, waits, and tells how it ended', () => {
    const ran = release({}, { looks: ['RUNNING', 'RUNNING', 'SUCCEEDED'] });
    expect(ran).toMatchObject({
      status: 0,
      outputs: { execution: EXECUTION, status: 'SUCCEEDED', error: '', cause: '' },
    });
    expect(ran.asked[1]).toBe(
      `stepfunctions start-execution --state-machine-arn ${MACHINE} --input {} --output text --name github-5-1 ` +
        '--query executionArn',
    );
    expect(ran.asked.filter((line) => line.includes('--query status'))).toHaveLength(3);
    expect(ran.summary).toBe('Release github-5-1: SUCCEEDED\n');
  });

  it.each([
    [{ version: '7' }, '{"version":"7"}'],
    [{ 'hold-at': '30' }, '{"holdAt":30}'],
    [{ version: '7', 'hold-at': '100' }, '{"version":"7","holdAt":100}'],
  ])('with %j starts it with %s', (given, input) => {
    expect(release(given).asked[1]).toContain(`--input ${input} --output`);
  });

  it('fails with the cause of a release that was rolled back, whatever stands in it', () => {
    const cause = 'version 2 was rolled back: 100% "slow"\n::error::$(touch pwned) `id`\nend_0';
    const ran = release({}, { looks: ['FAILED'], error: 'CanaryRolledBack', cause });
    expect(ran.status).toBe(1);
    expect(ran.outputs).toEqual({ execution: EXECUTION, status: 'FAILED', error: 'CanaryRolledBack', cause });
    expect(ran.stdout.split('\n').filter((line) => line.startsWith('::'))).toEqual([
      `::error::CanaryRolledBack: ${cause.replaceAll('%', '%25').replaceAll('\n', '%0A')}`,
    ]);
    expect(ran.summary).toContain('\n    ::error::$(touch pwned) `id`\n');
    expect(existsSync(join(ran.folder, 'pwned')) || existsSync('pwned')).toBe(false);
  });

  it('fails with the status of one that was aborted and has no error', () => {
    expect(release({}, { looks: ['ABORTED'] })).toMatchObject({
      status: 1,
      outputs: { status: 'ABORTED', error: 'ABORTED', cause: 'no cause was given' },
    });
  });

  it('goes on waiting when a look fails now and then, and says so when none succeeds', () => {
    const now = release({}, { looks: ['broken', 'RUNNING', 'broken', 'SUCCEEDED'] });
    expect(now).toMatchObject({ status: 0, outputs: { status: 'SUCCEEDED' } });
    const never = release({}, { looks: ['broken'] });
    expect(never.status).toBe(3);
    expect(never.stdout).toContain(`::error::${EXECUTION} cannot be looked at; the release goes on`);
  });

  it('does not wait where it is not asked to', () => {
    const ran = release({ wait: 'false' });
    expect(ran).toMatchObject({ status: 0, outputs: { execution: EXECUTION, status: 'RUNNING' } });
    expect(ran.asked).toHaveLength(2);
  });
});

const TWO = [`OrdersStateMachineArn\t${MACHINE}Orders`, `StockStateMachineArn\t${MACHINE}Stock`];

describe('the service that the action releases', () => {
  it.each([
    [{ service: 'Stock' }, TWO, `${MACHINE}Stock`],
    [{}, TWO.slice(0, 1), `${MACHINE}Orders`],
    [{}, [`StateMachineArn\t${MACHINE}`, ...TWO], MACHINE],
  ])('with %j of %j is %s', (given, outputs, arn) => {
    expect(release(given, { outputs }).asked[1]).toContain(`--state-machine-arn ${arn} --input`);
  });

  it.each([
    [{}, TWO, 'service: stack Shop has no service ""; it has Orders Stock'],
    [{ service: 'Depot' }, TWO, 'service: stack Shop has no service "Depot"; it has Orders Stock'],
    [{}, ['None'], 'service: stack Shop has no service ""; it has none'],
    [{ service: "x'] || @" }, TWO, 'service: expected the prefix'],
    [{ version: '$LATEST' }, TWO, 'version: expected a published version number'],
    [{ version: '7"},{"x":"' }, TWO, 'version: expected a published version number'],
    [{ 'hold-at': '300' }, TWO, 'hold-at: expected a weight'],
    [{ name: '$(id)' }, TWO, 'name: expected at most 80'],
    [{ 'poll-seconds': '0' }, TWO, 'poll-seconds: expected 1 to 300'],
    [{ wait: 'yes' }, TWO, 'wait: expected true or false'],
    [{ stack: '' }, TWO, 'stack: name the stack'],
  ])('rejects %j of %j before anything is started', (given, outputs, message) => {
    const { asked, status, stdout } = release(given, { outputs });
    expect(status).toBe(64);
    expect(stdout).toContain(`::error::${message}`);
    expect(asked.filter((line) => line.includes('start-execution'))).toEqual([]);
  });
});
