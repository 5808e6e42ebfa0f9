import { afterAll, expect, onTestFinished, test } from 'vitest';
import { doubtedAssemblies, openDoubtedCloud } from './support/doubted-cloud.ts';
import { newFolder } from './support/live-stage.ts';
import { startProgram } from './support/program.ts';

const folders = [newFolder(), newFolder()] as const;
afterAll(() => folders.forEach((folder) => folder.remove()));
const assemblies = doubtedAssemblies(folders[0].path);
/** No alarm ever counts so many exceptions. */
const withoutErrorsAlarm = doubtedAssemblies(folders[1].path, { errors: 1_000_000 });

const ROLLED_BACK = {
  status: 'FAILED',
  error: 'CanaryRolledBack',
  weights: { production: 100, canary: 0 },
  production: '1',
};

test('a version whose throws close the connection, which no alarm sees, is held as BlindToAnswers', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['thrown-closed'], withoutErrorsAlarm);
  const version = await service.publish('2.1.0-throws');
  expect(await service.release()).toMatchObject({
    ...ROLLED_BACK,
    cause: expect.stringMatching(
      /40 %: .*Lambda counts [\d,]+ requests of the canary and VPC Lattice no answer.*\(BlindToAnswers\)$/,
    ) as string,
  });
  // Each user who met it lost the connection, and was counted by nobody but Lambda.
  expect(service.answers.some(({ status }) => status === undefined)).toBe(true);
  expect(service.answers.filter((answer) => answer.version === version)).toEqual([]);
});

test('a version whose throws answer 200 is rolled back by what Lambda counts', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['thrown-200'], assemblies);
  const version = await service.publish('2.1.0-throws');
  expect(await service.release()).toMatchObject({
    ...ROLLED_BACK,
    cause: expect.stringMatching(/alarm canary-lambda-errors-\S+ is on/) as string,
  });
  expect(service.answers.every(({ status }) => status === 200)).toBe(true);
  expect(service.answers.some((answer) => answer.version === version)).toBe(true);
});

test('a release that users on kept connections never meet is not promoted', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['weights-by-connection'], assemblies);
  await service.publish('2.0.0');
  await service.usersCome();
  expect(await service.release()).toMatchObject({
    ...ROLLED_BACK,
    cause: expect.stringMatching(/40 %: .*no requests seen .*\(NotEnoughTraffic\)$/) as string,
  });
  expect(new Set(service.answers.map((answer) => answer.version))).toEqual(new Set(['1']));
});

test('a version that cannot start meets no user while its alias still answers with the one before', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['aliases-50'], assemblies);
  await service.publish('2.1.0-dead');
  expect(await service.release()).toMatchObject({
    ...ROLLED_BACK,
    cause: expect.stringMatching(/version 2 answered 503, .*\(SmokeTestFailed\)$/) as string,
  });
  expect(new Set(service.answers.map((answer) => answer.version))).toEqual(new Set(['1']));
});

test('a version with which nothing is wrong is promoted, though parts of Lambda follow minutes later', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['aliases-uneven'], assemblies);
  const fine = await service.publish('2.0.0');
  expect(await service.release()).toEqual({
    status: 'SUCCEEDED',
    weights: { production: 100, canary: 0 },
    production: fine,
  });
});

test('a version meets no user before its smoke test, though parts still send to the last canary', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['listener-uneven'], assemblies);
  const { answers, operator } = service;
  const fine = await service.publish('2.0.0');
  const aborted = await operator.startExecution();
  await service.until(() => answers.filter((answer) => answer.version === fine).length > 50);
  await operator.stopExecution(aborted);
  await service.until(async () => (await operator.claim()) === undefined);
  expect(await operator.weights()).toEqual(ROLLED_BACK.weights);

  const dead = await service.publish('2.1.0-dead');
  expect(await service.release()).toMatchObject({
    ...ROLLED_BACK,
    cause: expect.stringMatching(/version 3 answered 503, .*\(SmokeTestFailed\)$/) as string,
  });
  expect(answers.filter((answer) => answer.version === dead)).toEqual([]);
});

test('a version meets no user before its smoke test, though all still go to the canary that was promoted', async () => {
  const service = await openDoubtedCloud(onTestFinished, ['weights-180'], assemblies);
  await service.publish('2.0.0');
  expect(await service.release()).toMatchObject({ status: 'SUCCEEDED', production: '2' });
  const dead = await service.publish('2.1.0-dead');
  expect(await service.release()).toMatchObject({ ...ROLLED_BACK, production: '2' });
  expect(service.answers.filter((answer) => answer.version === dead)).toEqual([]);
});

test('npm start says on stderr what is switched off, beside what its scenario switches off', async () => {
  const folder = newFolder();
  const args = ['--scenario', 'blind', '--doubt', 'stale-listener', 'dimension-by-arn', '--json'];
  const program = startProgram('local/cli/start.ts', args, folder.path);
  onTestFinished(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
    folder.remove();
  });
  expect({ status: await program.ended, stderr: program.stderr() }).toEqual({
    status: 1,
    stderr:
      "doubt dimension-by-arn: a target group's metrics have its ARN for a dimension, not its id\n" +
      'doubt stale-listener: GetListener tells the weights of before for 30 s\n' +
      'dimension-by-arn contradicts silent-target-groups\n',
  });
});
