import { mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until, yes } from 'local-aws/clock';
import { APP_DIR } from '../../local/cli/stage.ts';
import { blocksOf } from '../docs/typed/blocks.ts';
import { type Situation, typed } from '../docs/typed/situations.ts';
import { runAs } from '../support/person.ts';
import { awsAhead } from './aws-ahead.ts';
import { NO_SETTINGS, noAwsCli } from '../live/support/aws-cli.ts';
import { type LiveStage, newFolder, openLiveStage } from '../live/support/live-stage.ts';

const SPEED = 480;
/** While somebody types about a release: it must not go on meanwhile. */
const HARDLY = 1;
/** By its number: `{}` does not release what was reverted. */
const NAMED = { version: '2' };

/** What the runbook has people paste once. */
const [, PASTED = { commands: [] }] = blocksOf('RUNBOOK.md');
/** The execution that a person would copy the ARN of. */
const NEWEST =
  'newest() { aws stepfunctions list-executions --state-machine-arn $StateMachineArn --no-paginate ' +
  "--query 'executions[0].executionArn' --output text; }";

const folder = newFolder();
let stage: LiveStage;
let aws: Awaited<ReturnType<typeof awsAhead>>;

beforeAll(async () => {
  // What commands write is not for the project's folder.
  for (const name of readdirSync(APP_DIR).filter((each) => each !== '.local'))
    symlinkSync(join(APP_DIR, name), join(folder.path, name));
  aws = await awsAhead(mkdtempSync(join(folder.path, 'aws-')));
  stage = await openLiveStage({ candidate: '2.0.0', speed: SPEED, rps: 100 });
});
afterAll(async () => {
  aws?.close();
  await stage?.close();
  folder.remove();
});

const production = async () => (await stage.operator.aliases()).production;

async function bringAbout(needs: Situation): Promise<void> {
  if (needs === 'any') return;
  stage.cloud.clock.setSpeed(SPEED);
  await stopAll();
  const wanted = needs === 'promoted' ? '2' : '1';
  if ((await production()) !== wanted) await stage.operator.startExecution(wanted === '2' ? NAMED : { revert: true });
  await until(async () => yes((await production()) === wanted));
  await stage.atRest();
  if (needs !== 'held') return;
  const since = stage.cloud.clock.now();
  await stage.operator.startExecution({ ...NAMED, holdAt: 10 });
  await stage.happening('state', ({ at, state }) => at >= since && state === 'Settle at 10%');
  stage.cloud.clock.setSpeed(HARDLY);
}

async function stopAll(): Promise<void> {
  const { machines, outputs } = stage.cloud;
  for (const { arn, status, input } of machines.listExecutions(outputs['StateMachineArn'] ?? ''))
    // A revert is on its way to where it was.
    if (status === 'RUNNING' && !JSON.stringify(input).includes('revert'))
      await stage.operator.stopExecution(arn).catch(() => undefined);
  await stage.atRest();
}

/** Only what is used: each name asks the stack. */
function pasted(commands: string): readonly string[] {
  return PASTED.commands.filter((command) => {
    const [, name = ''] = /^(\w+)(?:=|\(\))/.exec(command) ?? [];
    return name === 'STACK' || name === 'out' || new RegExp(`\\b${name}\\b`).test(commands);
  });
}

async function type(commands: readonly string[], env: Readonly<Record<string, string>>) {
  const { endpoint, outputs, place } = stage.cloud;
  const script = [NEWEST, ...pasted(commands.join('\n')), ...commands].join('\n');
  const person = {
    endpoint: endpoint.url,
    home: folder.path,
    cwd: folder.path,
    env: {
      ...outputs,
      STATE_MACHINE_ARN: outputs['StateMachineArn'] ?? '',
      ENDPOINT: endpoint.url,
      AWS_DEFAULT_REGION: place.region,
      ...NO_SETTINGS,
      PATH: [...aws.path, process.env['PATH'] ?? ''].join(delimiter),
      ...env,
    },
  };
  return runAs(person, 'bash', ['--norc', '-eu', '-o', 'pipefail', '-c', script]);
}

describe.skipIf(noAwsCli !== undefined)('a shell runs what pages have people type', () => {
  test.each(typed().map((shell) => [`${shell.page}:${shell.line} ${shell.commands[0]}`.slice(0, 90), shell] as const))(
    '%s',
    async (_name, { commands, needs, env }) => {
      await bringAbout(needs);
      const { status, said } = await type(commands, env);
      expect({ status, said }).toEqual({ status: 0, said });
    },
  );
});
