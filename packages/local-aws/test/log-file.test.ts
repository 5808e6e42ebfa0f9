import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { VirtualClock } from '../src/core/virtual-clock.ts';
import { LineFile, openLogFile } from '../src/log-file.ts';

function given() {
  const folder = mkdtempSync(join(tmpdir(), 'log-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'new', 'cloud.log');
  const clock = new VirtualClock(Date.UTC(2031, 0, 1));
  return { clock, path, open: () => openLogFile(path, clock), text: () => readFileSync(path, 'utf8') };
}

test('writes one line each, with simulated time and the service', async () => {
  const { clock, open, text } = given();
  const file = open();
  file.log('sns', 'one');
  await clock.runUntil(clock.now() + 60_000);
  file.log('vpc-lattice', 'two');
  file.close();
  expect(text()).toBe('2031-01-01T00:00:00.000Z sns: one\n2031-01-01T00:01:00.000Z vpc-lattice: two\n');
});

test('keeps what an earlier run wrote', () => {
  const { open, text } = given();
  for (const run of ['first', 'second']) {
    const file = open();
    file.log('sns', run);
    file.close();
  }
  expect(
    text()
      .split('\n')
      .map((line) => line.slice(25)),
  ).toEqual(['sns: first', 'sns: second', '']);
});

test('what is told after it was closed is lost, and breaks nothing', () => {
  const { open, text } = given();
  const file = open();
  file.close();
  file.log('sns', 'too late');
  expect(text()).toBe('');
});

test.skipIf(!existsSync('/dev/full'))('stops nobody when the disk is full, and says so once', () => {
  const { path, open } = given();
  mkdirSync(dirname(path));
  symlinkSync('/dev/full', path);
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  const file = open();
  file.log('sns', 'one');
  file.log('sns', 'two');
  file.close();
  expect(said.mock.calls).toEqual([
    [`${path} cannot be written, and loses lines: ENOSPC: no space left on device, write\n`],
  ]);
});

test('tells how many lines are lost as soon as there is room again', () => {
  const { path, text } = given();
  mkdirSync(dirname(path));
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => said.mockRestore());
  let room = true;
  const file = new LineFile(path, (fd, line) => {
    if (!room) throw new Error('ENOSPC: no space left on device, write');
    appendFileSync(fd, line);
  });
  file.append('one');
  room = false;
  file.append('two');
  file.append('three');
  room = true;
  file.append('four');
  file.append('five');
  file.close();
  expect(text()).toBe('one\n2 lines before this one are lost: the file could not be written\nfour\nfive\n');
});
