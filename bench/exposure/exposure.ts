import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { stopWithReader } from 'local-aws/cli';
import { wallClock } from 'local-aws/clock';
import { parseExposureOptions, type ExposureOptions } from './options.ts';
import { runExposure } from './run.ts';

/** `npm run bench:exposure`: exit status 0 when it ran, whatever it found; 2 when the options cannot be used. */
function main(args: readonly string[]): number {
  let options: ExposureOptions;
  try {
    options = parseExposureOptions(args, write);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  const began = wallClock.now();
  const date = new Date(began).toISOString().slice(0, 10);
  const command = ['npm run bench:exposure', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const { summary, markdown, svg } = runExposure(options, options.seed, date, command, (name) =>
    process.stderr.write(`${name} ...\n`),
  );
  write(summary);
  if (options.out !== undefined) {
    mkdirSync(options.out, { recursive: true });
    writeFileSync(join(options.out, 'exposure.md'), markdown);
    writeFileSync(join(options.out, 'exposure.svg'), svg);
    write(`\nwritten: ${join(options.out, 'exposure.md')} and exposure.svg`);
  }
  write(`\n${Math.round((wallClock.now() - began) / 1000)} s, seed ${options.seed}\n`);
  return 0;
}

function write(text: string): void {
  process.stdout.write(text);
}

stopWithReader();
process.exitCode = main(process.argv.slice(2));
