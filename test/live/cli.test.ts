import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { LambdaClient, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cloudWatchLiveAlarms } from '../../cli/aws/alarms.ts';
import { bundleProgram } from '../../infra/bundling/bundle.ts';
import { type LiveStage, openLiveStage } from './support/live-stage.ts';

const SPEED = 480;
/** While programs start, which takes what it takes: a release must not go on meanwhile. */
const HARDLY = 1;

let folder: string;
let bin: string;
let stage: LiveStage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lattice-canary-cli-'));
  bin = join(folder, 'lattice-canary.mjs');
  bundleProgram('cli/main.ts', bin);
  stage = await openLiveStage({ candidate: '2.0.0', speed: SPEED, rps: 100 });
});

afterAll(async () => {
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => stage.cloud.clock.setSpeed(SPEED));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program as it is published, with nothing but the environment to go by. */
function begin(...args: string[]) {
  const env = {
    PATH: process.env['PATH'],
    AWS_ENDPOINT_URL: stage.cloud.endpoint.url,
    AWS_REGION: stage.cloud.place.region,
    AWS_ACCESS_KEY_ID: 'me',
    AWS_SECRET_ACCESS_KEY: 'anything',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text));
  const ended = once(child, 'close').then(([status]): Ended => ({ status: status as number | null, ...written }));
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => written.out.includes(text) && resolve();
      child.stdout.on('data', look);
      void ended.then(({ err, out }) => reject(new Error(`it ended without saying ${text}: ${out}${err}`)));
      look();
    });
  return { child, ended, said };
}

const canary = async (...args: string[]): Promise<Ended> => begin(...args).ended;

const weightsFrom = (since: number, weight: number) =>
  stage.happening('weights', ({ at, canary }) => at >= since && canary === weight);

/** A release that is watched. From its first shift on hardly any time passes. */
async function watchedAtTen() {
  const watched = begin('start', '--watch');
  await weightsFrom(stage.cloud.clock.now(), 10);
  stage.cloud.clock.setSpeed(HARDLY);
  await watched.said('canary 10 %, production 90 %');
  return watched;
}

/** A command that takes a release back. Time passes again once production has every request. */
async function takingBack(...args: string[]): Promise<Ended> {
  const since = stage.cloud.clock.now();
  const { ended } = begin(...args);
  await Promise.race([weightsFrom(since, 0), ended]);
  stage.cloud.clock.setSpeed(SPEED);
  return ended;
}

/** In this order: each begins where the one before left the service. */
describe('the published program, against the local cloud', () => {
  test('finds nothing wrong with a service that was just deployed, and says what a release would do', async () => {
    expect(await canary('doctor')).toEqual({
      status: 0,
      out: 'CanaryDeploymentLatticeStack: everything is as it should be.\n',
      err: '',
    });
    expect((await canary('plan')).out).toContain('Would release version 2 over 1:');
    expect((await canary('status')).out).toContain('production 1, canary 1, previous 1; newest 2');
  });

  test('aborts a release, and waits until production has every request again', async () => {
    const watched = await watchedAtTen();
    expect(await canary('start')).toMatchObject({ status: 2, err: expect.stringContaining('RolloutInProgress') });
    const aborted = await takingBack('abort', '--watch', '--reason', 'wrong version');
    expect(aborted).toMatchObject({ status: 0, err: '' });
    // The reason is that of whoever came first, the rule or the watchdog.
    expect(aborted.out).toMatch(/Execution ABORTED +Aborted: wrong version\n/);
    expect(aborted.out).toMatch(/\nVersion 2 was rolled back: .*ABORTED.*\.\n$/);
    expect(await watched.ended).toMatchObject({
      status: 1,
      out: expect.stringMatching(/\nVersion 2 was rolled back: .*ABORTED.*\.\n$/),
    });
    expect(await stage.operator.weights()).toEqual({ production: 100, canary: 0 });
    await stage.atRest();
  });

  test('rolls a release back by a message; Ctrl-C had ended the watching only', async () => {
    const watched = await watchedAtTen();
    watched.child.kill('SIGINT');
    expect(await watched.ended).toMatchObject({
      status: 130,
      err: expect.stringContaining('Stopped watching. The release goes on'),
    });
    expect(await stage.operator.runningExecutions()).toBe(1);
    expect(await takingBack('rollback', '--watch', '--reason', 'checkout is slow')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/Version 2 was rolled back: .*checkout is slow/),
    });
    await stage.atRest();
  });

  test('shows a release until it is promoted, then puts production back', async () => {
    const { status, out } = await canary('start', '--watch');
    expect(out).toMatch(/\nVersion 2 is in production, version 1 is kept as previous\.\n$/);
    expect(status).toBe(0);
    for (const weight of [10, 30, 50, 100]) expect(out).toContain(`canary ${weight} %, production ${100 - weight} %\n`);
    // CloudWatch has seen what users asked, of both versions, and nothing failed.
    expect(out).toMatch(/version 1 [1-9][\d,]* \(0 failed\), version 2 [1-9][\d,]* \(0 failed\)/);
    expect(await canary('revert', '--watch')).toMatchObject({
      status: 0,
      out: expect.stringContaining('Production is back on version 1.'),
    });
    expect(await stage.operator.aliases()).toEqual({ production: '1', canary: '2', previous: '1' });
    const [rows = '', sum] = (await canary('history')).out.trim().split('\n\n');
    expect(sum).toMatch(/^3 releases, 3 failed \(100 %\), median time to restore \d+/);
    const history = rows.split('\n');
    expect(history.map((line) => line.split(/ {2,}/)[3])).toEqual([
      'reverted',
      'promoted',
      'rolled back',
      'rolled back',
    ]);
    await stage.atRest();
  });

  test('finds what was changed by hand', async () => {
    const settings = {
      endpoint: stage.cloud.endpoint.url,
      region: stage.cloud.place.region,
      credentials: { accessKeyId: 'me', secretAccessKey: 'anything' },
    };
    const [lambda, cloudWatch] = [new LambdaClient(settings), new CloudWatchClient(settings)];
    const FunctionName = stage.cloud.outputs['FunctionName'] ?? '';
    const AlarmName = 'canary-lambda-errors-CanaryDeploymentLatticeStack';
    const [alarm] = await cloudWatchLiveAlarms(cloudWatch).read([AlarmName]);
    const deployed = alarm?.properties as unknown as PutMetricAlarmCommandInput;
    await lambda.send(new UpdateAliasCommand({ FunctionName, Name: 'production', FunctionVersion: '2' }));
    await cloudWatch.send(new PutMetricAlarmCommand({ ...deployed, Threshold: 500 }));
    const { out, status } = await canary('doctor', '--json');
    const found = JSON.parse(out) as readonly { readonly mend: readonly string[] }[];
    expect(found).toMatchObject([
      {
        level: 'wrong',
        about: 'aliases',
        text: expect.stringContaining(
          'production was moved by hand: it runs version 2, the last promotion left it at 1',
        ),
        mend: [
          `aws --region ${settings.region} lambda update-alias --function-name ${FunctionName} --name ` +
            'production --function-version 1',
        ],
      },
      {
        level: 'wrong',
        about: 'template',
        text: `alarm ${AlarmName} was changed by hand: Threshold is 500, deployed was 5`,
      },
    ]);
    // What it says to paste makes the alarm what it was.
    const [, word = ''] = / --cli-input-json (.*)$/.exec(found[1]?.mend[0] ?? '') ?? [];
    const pasted = execFileSync('sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' });
    await cloudWatch.send(new PutMetricAlarmCommand(JSON.parse(pasted) as PutMetricAlarmCommandInput));
    expect((await canary('doctor')).out).not.toContain(AlarmName);
    expect(status).toBe(1);
    [lambda, cloudWatch].forEach((client) => client.destroy());
  });

  test('ends quietly when nobody reads on', async () => {
    const { child, ended } = begin('history', '--all');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ status: 141, err: '' });
  });
});
