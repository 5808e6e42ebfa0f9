import type { Command } from 'commander';
import type { Runner } from '../context.ts';

/** Makes one command of the program. `examples` writes lines of its help, each begun with the program's name. */
export type MakeCommand = (run: Runner, examples: (...lines: readonly string[]) => string) => Command;

/** What stands behind a command on its line. */
export interface Arguments {
  readonly args: readonly string[];
}
