import type { Command } from 'commander';
import type { Beginning, Runner } from '../context.ts';

/**
 * Makes one command of the program. `run` finds the service first, `begin` leaves that to the command. `examples`
 * writes lines of its help, each begun with the program's name.
 */
export type MakeCommand = (
  run: Runner,
  examples: (...lines: readonly string[]) => string,
  begin: Runner<Beginning>,
) => Command;

/** What stands behind a command on its line. */
export interface Arguments {
  readonly args: readonly string[];
}
