import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { stopWithReader } from 'local-aws/cli';

/**
 * A command that throws CommanderError with the exit status, 0 after --help and 2 for what cannot be used, instead of
 * ending the process.
 * @param held what exit status 0 says
 * @param write where help and complaints go
 */
export function searchCommand(name: string, held: string, write: (text: string) => void): Command {
  return new Command(name)
    .addHelpText('after', `\nExit status:\n  0  ${held}\n  1  one did not\n  2  the options cannot be used`)
    .helpOption('--help', 'prints this')
    .configureOutput({ writeOut: write, writeErr: write })
    .exitOverride((error) => {
      throw new CommanderError(error.exitCode === 0 ? 0 : 2, error.code, error.message);
    });
}

/** @throws InvalidArgumentError for what is no whole number of at most nine digits */
export const wholeNumber = numberLike(/^\d{1,9}$/);
/** The same, below zero too. */
export const signedNumber = numberLike(/^-?\d{1,9}$/);

function numberLike(form: RegExp) {
  return (text: string): number => {
    if (!form.test(text)) throw new InvalidArgumentError(`expected a whole number of at most 9 digits, got "${text}"`);
    return Number(text);
  };
}

/** Runs a program to its exit status; what it cannot use is said, with status 2. */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  stopWithReader();
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof CommanderError || error instanceof RangeError)) throw error;
    if (error instanceof RangeError) process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof CommanderError ? error.exitCode : 2;
  }
}
