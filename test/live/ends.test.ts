import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { until, yes } from 'local-aws/clock';
import { stopwatch } from 'local-aws/testing';
import { APP_DIR } from '../../local/cli/stage.ts';
import { newFolder } from './support/live-stage.ts';
import { alive, familyOf } from './support/local-cloud.ts';
import { startProgram } from './support/program.ts';

function folder(): string {
  const made = newFolder();
  onTestFinished(() => made.remove());
  return made.path;
}

/** What holds the synthesized releases; 17 MB when it is forgotten. */
function assemblies(cwd: string): readonly string[] {
  const local = join(cwd, '.local');
  return existsSync(local) ? readdirSync(local).filter((name) => name.startsWith('assemblies-')) : [];
}

const nobodyLeft = (family: readonly number[]) => until(async () => yes(alive(family).length === 0));

test.each(['SIGHUP', 'SIGQUIT'] as const)(
  '%s while releases are synthesized ends `npm start` within two seconds, with all that it started',
  async (signal) => {
    const cwd = folder();
    const program = startProgram('local/cli/start.ts', ['--console-port', '0'], cwd);
    await until(async () => yes(assemblies(cwd).length > 0));
    const family = familyOf(program.child.pid ?? 0);
    const took = stopwatch();
    program.child.kill(signal);
    expect(await program.ended).toBe(130);
    expect(took()).toBeLessThan(2_000);
    await nobodyLeft(family);
    expect(assemblies(cwd)).toEqual([]);
    expect(program.stderr()).toBe('');
  },
);

test('`npm start | head` ends without a word, and leaves nothing', async () => {
  const cwd = folder();
  const program = startProgram('local/cli/start.ts', ['--console-port', '0'], cwd);
  await program.firstLine();
  const family = familyOf(program.child.pid ?? 0);
  program.child.stdout?.destroy();
  expect(await program.ended).toBe(141);
  await nobodyLeft(family);
  expect(assemblies(cwd)).toEqual([]);
  expect(program.stderr()).toBe('');
});

test('`npm run simulate | head` likewise', async () => {
  const program = startProgram('verify/simulation/simulate.ts', ['--path', 'orders/0'], folder());
  program.child.stdout?.destroy();
  expect(await program.ended).toBe(141);
  expect(program.stderr()).toBe('');
});

test('ends with npm, which passes SIGHUP, SIGQUIT and SIGKILL on to nobody', async () => {
  const cwd = folder();
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const line = `"${process.execPath}" --import "${tsx}" "${join(APP_DIR, 'local/cli/local.ts')}" --port 0 & wait`;
  const env = { ...process.env, npm_lifecycle_event: 'local' };
  const npm = spawn('sh', ['-c', line], { cwd, env, stdio: 'ignore' });
  await until(async () => yes(assemblies(cwd).length > 0));
  const family = familyOf(npm.pid ?? 0);
  expect(family.length).toBeGreaterThan(2);
  npm.kill('SIGKILL');
  await nobodyLeft(family);
  expect(assemblies(cwd)).toEqual([]);
});
