import { expect, onTestFinished, test } from 'vitest';
import { newFolder } from './support/live-stage.ts';
import { startProgram } from './support/program.ts';

test('a release whose target groups report nothing is held and says why, until somebody rolls it back', async () => {
  const folder = newFolder();
  const args = ['--scenario', 'blind', '--json', '--speed', '100', '--rps', '200'];
  const program = startProgram('local/cli/start.ts', args, folder.path);
  onTestFinished(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
    folder.remove();
  });
  const status = await program.ended;
  const out = program.stdout();
  expect(out).toMatch(/of the canary and VPC Lattice no answer: .* held until it is counted and somebody says go on/);
  expect(out).not.toMatch(/"canary":(30|50|100)/);
  expect({ status, stderr: program.stderr() }).toEqual({ status: 0, stderr: '' });
});
