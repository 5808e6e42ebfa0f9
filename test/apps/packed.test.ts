import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { until } from 'local-aws/clock';
import { newFolder } from '../live/support/live-stage.ts';
import { type LocalCloud, startLocalCloud } from '../live/support/local-cloud.ts';
import { runAs } from '../support/person.ts';

const app = inject('packedApp');
const folder = newFolder();
let cloud: LocalCloud;

beforeAll(async () => {
  const context = ['--context', 'code=1', '--candidate-context', 'code=2'];
  const users = ['--path', '/orders', '--rps', '50', '--speed', '240'];
  cloud = await startLocalCloud('--app', app, ...context, '--port', '0', '--console-port', '0', ...users);
});
afterAll(async () => {
  await cloud?.close();
  folder.remove();
});

/** `npx lattice-canary …`, in the folder of the app. */
function canary(stack: string, ...args: string[]) {
  const program = join(app, 'node_modules/.bin/lattice-canary');
  const person = { endpoint: cloud.endpoint, home: folder.path, cwd: app };
  return runAs(person, process.execPath, [program, '--stack', stack, ...args]);
}
const statusOf = async (stack: string) => (await canary(stack, 'status')).said;

test('the app is deployed twice, and nothing of it is said not to load', () => {
  expect(Object.keys(cloud.outputsFile as object)).toEqual(['Dev-Shop', 'Prod-Shop']);
  expect(cloud.program.stderr()).toMatch(/^kept, and does nothing here: .*\n$/);
});

// Two teams at once, as two services have them.
describe.concurrent.each([
  ['Dev-Shop', 'a default NodejsFunction in a VPC'],
  ['Prod-Shop', 'a CommonJS function with a layer'],
])('the service of %s, %s', (stack) => {
  test('is rolled back when its release is aborted, and released by the next one', async () => {
    await canary(stack, 'start', '--hold-at', '20');
    await until(async () => ((await statusOf(stack)).includes('canary 20 %') ? true : undefined));
    expect(await canary(stack, 'abort', '--watch')).toMatchObject({
      status: 0,
      said: expect.stringMatching(/Version 2 was rolled back/) as string,
    });
    expect(await statusOf(stack)).toMatch(/production 100 %, canary 0 %\n.*production 1, /);
    expect(await canary(stack, 'start', '--watch')).toMatchObject({
      status: 0,
      said: expect.stringMatching(/Version 2 is in production, version 1 is kept as previous/) as string,
    });
    expect(await statusOf(stack)).toMatch(/production 100 %, canary 0 %\n.*production 2, canary 2, previous 1/);
  });
});
