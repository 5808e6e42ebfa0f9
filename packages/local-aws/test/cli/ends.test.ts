import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { until, yes } from '../../src/core/until.ts';
import { temporaryFolder } from '../../src/testing/folder.ts';
import { stopwatch } from '../../src/testing/stopwatch.ts';
import { alive, familyOf } from './processes.ts';
import { buildProgram, type Program, startProgram } from './program.ts';

const SHOP = ['--app', join(import.meta.dirname, '../../examples/shop'), '--stack', 'Shop', '--port', '0'];
/** Every write to it fails as on a full disk. */
const FULL = '/dev/full';

beforeAll(buildProgram);

function folder(): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  mkdirSync(join(path, '.local-aws/logs'), { recursive: true });
  return path;
}

const idOf = ({ child }: Program) => child.pid ?? 0;
const assemblies = (cwd: string) => readdirSync(join(cwd, '.local-aws')).filter((name) => name.startsWith('assembly'));
const nobodyLeft = (family: readonly number[]) => until(async () => yes(alive(family).length === 0));

/** An app that takes as long as it is let, with a process of its own below its shell. */
function slowApp(cwd: string): readonly string[] {
  const app = join(cwd, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'sleep 600 & echo begun > begun; wait; true' }));
  return ['--app', app, '--port', '0'];
}

describe.each(['SIGHUP', 'SIGQUIT'] as const)('%s', (signal) => {
  test('ends it like Ctrl-C, within two seconds: no process is left, and no assembly', async () => {
    const cwd = folder();
    const program = startProgram(SHOP, cwd);
    await program.prints(/^ready /m);
    const family = familyOf(idOf(program));
    expect(family.length).toBeGreaterThan(1);
    const took = stopwatch();
    program.child.kill(signal);
    expect(await program.exit).toBe(0);
    expect(took()).toBeLessThan(2_000);
    await nobodyLeft(family);
    expect(assemblies(cwd)).toEqual([]);
    expect(program.stderr()).toBe('');
  });

  test('while the app is synthesized ends the app too, with all that it started', async () => {
    const cwd = folder();
    const program = startProgram(slowApp(cwd), cwd);
    await until(async () => yes(existsSync(join(cwd, 'app/begun'))));
    const family = familyOf(idOf(program));
    expect(family.length).toBeGreaterThan(2);
    const took = stopwatch();
    program.child.kill(signal);
    expect(await program.exit).toBe(130);
    expect(took()).toBeLessThan(2_000);
    await nobodyLeft(family);
    expect(assemblies(cwd)).toEqual([]);
  });
});

test('what SIGKILL left is removed by the next start, and what others use that run is not', async () => {
  const cwd = folder();
  const killed = startProgram(SHOP, cwd);
  await killed.prints(/^ready /m);
  killed.child.kill('SIGKILL');
  await killed.exit;
  const [left = ''] = assemblies(cwd);
  expect(left).toMatch(/^assembly-/);

  const first = startProgram(SHOP, cwd);
  await first.prints(/^ready /m);
  const [own = '', ...more] = assemblies(cwd);
  expect([own === left, more]).toEqual([false, []]);
  const second = startProgram(SHOP, cwd);
  await second.prints(/^ready /m);
  expect(assemblies(cwd)).toHaveLength(2);
  expect(assemblies(cwd)).toContain(own);
  for (const program of [first, second]) program.child.kill('SIGINT');
  expect(await Promise.all([first.exit, second.exit])).toEqual([0, 0]);
  expect(assemblies(cwd)).toEqual([]);
});

test('ends without a word when nobody reads what it prints any more, as others on a pipe do', async () => {
  const cwd = folder();
  const program = startProgram(SHOP, cwd);
  program.child.stdout?.destroy();
  expect(await program.exit).toBe(141);
  expect(program.stderr()).toBe('');
  expect(assemblies(cwd)).toEqual([]);
});

describe.skipIf(!existsSync(FULL))('a full disk', () => {
  test('ends it with one sentence when the outputs cannot be written, and nothing is left', async () => {
    const cwd = folder();
    symlinkSync(FULL, join(cwd, '.local-aws/outputs.json'));
    const program = startProgram(SHOP, cwd);
    expect(await program.exit).toBe(1);
    expect(program.stderr()).toBe(
      '.local-aws/outputs.json cannot be written, for the disk is full: free some space and start again\n',
    );
    expect(program.stdout()).toBe('');
    expect(assemblies(cwd)).toEqual([]);
  });

  test('ends it with one sentence when the app cannot write its assembly', async () => {
    const cwd = folder();
    const app = join(cwd, 'app');
    mkdirSync(app);
    const write = `import { writeFileSync } from 'node:fs'; writeFileSync('${FULL}', 'template');`;
    writeFileSync(join(app, 'app.mjs'), write);
    writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'node app.mjs' }));
    const program = startProgram(['--app', app, '--port', '0'], cwd);
    expect(await program.exit).toBe(1);
    expect(program.stderr()).toMatch(
      /^\/\S+\/\.local-aws\/assembly-\S+ cannot be written, for the disk is full: free some space and start again\n$/,
    );
    expect(assemblies(cwd)).toEqual([]);
  });

  test('takes lines from logs and nothing else: it starts, answers and ends, and says so once a file', async () => {
    const cwd = folder();
    symlinkSync(FULL, join(cwd, '.local-aws/cloud.log'));
    const program = startProgram(SHOP, cwd);
    await program.prints(/^ready /m);
    const [, host = '', url = ''] = /^service (\S+): curl -H '[^']+' (\S+)$/m.exec(program.stdout()) ?? [];
    expect(await (await fetch(url, { headers: { host } })).text()).toBe('the shop is open');
    program.child.kill('SIGINT');
    expect(await program.exit).toBe(0);
    expect(program.stderr()).toMatch(
      /^\/\S+\/\.local-aws\/cloud\.log cannot be written, and loses lines: ENOSPC: no space left on device, write\n$/,
    );
  });
});

const noTmpfs = tmpfs('1m').problem;

test.skipIf(noTmpfs !== undefined).each(['24k', '48k', '72k'])(
  `a disk of %s${noTmpfs === undefined ? '' : ` (skipped: ${noTmpfs})`} ends it with one sentence, whichever the file`,
  async (size) => {
    const { path, remove } = tmpfs(size, 'kept');
    onTestFinished(remove);
    const program = startProgram(SHOP, path);
    const ready = program.prints(/^ready /m).catch(() => program.exit);
    expect(await Promise.race([program.exit, ready])).toBe(1);
    expect(program.stderr()).toMatch(
      /^(\/\S+ cannot be written, and loses lines: [^\n]*\n)*\S+ cannot be written, for the disk is full: [^\n]*\n$/,
    );
    const left = existsSync(join(path, '.local-aws')) ? readdirSync(join(path, '.local-aws')) : [];
    expect(left.filter((name) => !['cloud.log', 'logs', 'worker.mjs'].includes(name))).toEqual([]);
  },
);

/** A disk of its own with little room; it takes root to make one. */
function tmpfs(
  size: string,
  kept?: 'kept',
): { readonly path: string; readonly problem?: string; readonly remove: () => void } {
  const { path, remove } = temporaryFolder();
  const unmount = () => {
    execFileSync('umount', [path]);
    remove();
  };
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'pipe' });
    if (kept === undefined) unmount();
    return { path, remove: unmount };
  } catch (error) {
    remove();
    return { path, problem: (error as Error).message.split('\n')[0] ?? '', remove: () => undefined };
  }
}
