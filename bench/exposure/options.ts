import { Command, InvalidArgumentError } from 'commander';
import type { Effort } from './measure.ts';

export interface ExposureOptions extends Effort {
  readonly seed: number;
  /** Where exposure.md and exposure.svg go; undefined writes neither. */
  readonly out: string | undefined;
  readonly quick: boolean;
}

const FULL: Effort = { healthy: 10_000, faulty: 120, steady: 400 };
const QUICK: Effort = { healthy: 400, faulty: 12, steady: 40 };

/** @throws CommanderError also for --help, which has been printed by then */
export function parseExposureOptions(args: readonly string[], write: (text: string) => void): ExposureOptions {
  const command = new Command('npm run bench:exposure --')
    .description('Bad answers, detection and false rollbacks of this project and others, on one simulated service.')
    .option('--seed <number>', 'of all chance', seedOf, 7)
    .option(
      '--quick',
      `a look within seconds: ${QUICK.healthy} healthy releases instead of ${FULL.healthy}; writes no files ` +
        'unless --out says where',
      false,
    )
    .option('--out <folder>', 'where exposure.md and exposure.svg go (default: docs, or nowhere with --quick)')
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride()
    .parse(args, { from: 'user' });
  const { seed, quick, out } = command.opts<{ seed: number; quick: boolean; out?: string }>();
  return { ...(quick ? QUICK : FULL), seed, quick, out: out ?? (quick ? undefined : 'docs') };
}

function seedOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number of at most nine digits');
  return Number(text);
}
