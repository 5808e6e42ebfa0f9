import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arrowFaults } from './arrows.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { ROOMS } from './rooms.ts';
import { widthFaults } from './widths.ts';
import { wordFaults } from './words.ts';

/** What is kept here, and what is about to be. */
function files(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0'))].filter((file) => /\.(ts|mjs|css|html|sh|md|json)$|^\.ci\/run$/.test(file));
}

const texts = new Map(
  files()
    .filter((file) => existsSync(file))
    .map((file) => [file, readFileSync(file, 'utf8')] as const),
);
const faults = [...arrowFaults(texts, ROOMS, EXCEPTIONS), ...widthFaults(texts), ...wordFaults(texts)];
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) {
  process.stderr.write(`${faults.length} against verify/rooms: arrows, 120 characters, or the name of a sentence.\n`);
  process.exitCode = 1;
}
