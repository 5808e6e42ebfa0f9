import { Command, InvalidArgumentError, Option } from 'commander';
import { FULL, SHORT, type Effort, type SetName } from './sets.ts';

export interface ExposureOptions {
  readonly effort: Effort;
  readonly seed: number;
  readonly set: SetName;
  /** Only what is deployed is measured, and nothing is compared. */
  readonly deployedOnly: boolean;
  /** A word in the names of those that are measured instead, with as many releases as what is deployed. */
  readonly strategy: string | undefined;
  readonly processes: number;
  /** Where exposure.md and exposure.svg go; undefined writes neither. */
  readonly out: string | undefined;
  /** File for what was measured of what is deployed. */
  readonly record: string | undefined;
}

/** @throws CommanderError also for --help, which has been printed by then */
export function parseExposureOptions(args: readonly string[], write: (text: string) => void): ExposureOptions {
  const command = new Command('npm run bench:exposure --')
    .description('Bad answers, detection and false rollbacks of this project and others, on one simulated service.')
    .option('--seed <number>', 'of all chance', wholeOf, 7)
    .addOption(
      new Option('--seeds <set>', 'the set on which parameters are chosen writes no files')
        .choices(['report', 'choose'])
        .default('report'),
    )
    .option('--short', `within minutes: ${SHORT.loose} healthy releases a workload instead of ${FULL.loose}`, false)
    .option('--deployed', 'measures only what is deployed', false)
    .option('--strategy <word>', 'measures only strategies with this word in their name, such as tailShare')
    .option('--record <file>', 'writes what was measured of what is deployed, as then-and-now reads it')
    .option('--processes <number>', 'that share the work', wholeOf, 2)
    .option('--out <folder>', 'where exposure.md and exposure.svg go (default: docs, or nowhere unless all is run)')
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride()
    .parse(args, { from: 'user' });
  const { seed, seeds, short, deployed, strategy, record, processes, out } = command.opts<{
    seed: number;
    seeds: SetName;
    short: boolean;
    deployed: boolean;
    strategy?: string;
    record?: string;
    processes: number;
    out?: string;
  }>();
  const whole = seeds === 'report' && !short && !deployed && strategy === undefined;
  return {
    effort: short ? SHORT : FULL,
    seed,
    set: seeds,
    deployedOnly: deployed,
    strategy,
    processes: Math.max(1, processes),
    out: out ?? (whole ? 'docs' : undefined),
    record,
  };
}

function wholeOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number of at most nine digits');
  return Number(text);
}
