import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { wallClock } from '../../src/core/clock.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';
import { buildProgram, startProgram } from './program.ts';

beforeAll(buildProgram);

/** The program with a machine whose expressions never end, and an execution in which one is being evaluated. */
async function busyProgram() {
  const { path: cwd, remove } = temporaryFolder();
  onTestFinished(remove);
  cpSync(join(import.meta.dirname, 'busy'), join(cwd, 'app'), { recursive: true });
  const program = startProgram(['--app', 'app', '--port', '0'], cwd);
  const endpoint = await program.prints(/^ready (http\S+)$/m);
  const states = new SFNClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  onTestFinished(() => states.destroy());
  const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
  const start = async (name: string) => {
    const stateMachineArn = stateMachines.find((machine) => machine.name === name)?.stateMachineArn;
    const input = JSON.stringify(`${'a'.repeat(40)}!`);
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn, input }));
    return () => states.send(new DescribeExecutionCommand({ executionArn }));
  };
  const evaluators = () =>
    execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(join(cwd, '.local-aws/expressions.mjs'))).length;
  const evaluating = async () => {
    while (evaluators() === 0) await wallClock.sleep(20);
  };
  return { program, start, endpoint, evaluating, evaluators };
}

test('whoever asks is answered within a second while expressions and requests would take for ever', async () => {
  const { program, start, endpoint, evaluating } = await busyProgram();
  const executions = [await start('regular-expression'), await start('recursion')];
  await evaluating();
  const hostile = fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=A/20260105/eu-west-1/monitoring/aws4_request',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: `Action=DescribeAlarms${Array.from({ length: 700_000 }, (_, i) => `&p${i}`).join('')}`,
  });
  let slowest = 0;
  for (let asked = 0; asked < 20;) {
    const took = stopwatch();
    const status = (await executions[0]?.())?.status;
    slowest = Math.max(slowest, took());
    // An evaluation is given five seconds, which a busy machine may need for fewer questions: then there is another.
    if (status === 'RUNNING') asked++;
    else executions[0] = await start('regular-expression');
  }
  expect(slowest).toBeLessThan(1_000);
  expect((await hostile).status).toBe(400);

  const ended = stopwatch();
  program.child.kill('SIGINT');
  expect(await program.exit).toBe(0);
  expect(ended()).toBeLessThan(2_000);
  expect(program.stderr()).toBe('');
});

test('such an expression fails its state by name, and the next is evaluated', async () => {
  const { start } = await busyProgram();
  const [endless, next] = [await start('regular-expression'), await start('filter')];
  const ended = async (describe: typeof next) => {
    for (;;) {
      const execution = await describe();
      if (execution.status !== 'RUNNING') return execution;
      await wallClock.sleep(100);
    }
  };
  expect(await ended(endless)).toMatchObject({
    status: 'FAILED',
    error: 'States.QueryEvaluationError',
    cause: expect.stringContaining('D1012: Evaluation timeout after 5000 milliseconds') as string,
  });
  expect(await ended(next)).toMatchObject({ status: 'SUCCEEDED', output: '2' });
});

test('no process is left of a program that was killed while it evaluated', async () => {
  const { program, start, evaluating, evaluators } = await busyProgram();
  await start('regular-expression');
  await evaluating();
  program.child.kill('SIGKILL');
  await program.exit;
  await expect.poll(evaluators, { timeout: 2_000 }).toBe(0);
});
