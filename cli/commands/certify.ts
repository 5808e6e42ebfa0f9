import { Command, InvalidArgumentError } from 'commander';
import { CERTIFICATE_FILE } from '../certify/certificate.ts';
import { certify } from '../certify/certify.ts';
import type { MakeCommand } from './command.ts';
import { versionNumber } from './start.ts';

export const certifyCommand: MakeCommand = (run, examples) => {
  const command = new Command('certify')
    .description(
      'Measures on the deployed sample what AWS does not say, once for an account and Region. Deploys nothing; ' +
        "anybody's own function it refuses.",
    )
    .option('--minutes <n>', 'whole minutes in which it sends requests', minutes, 3)
    .option(
      '--release <version>',
      'also release this version of the sample, one that fails, and time its rollback',
      versionNumber,
    )
    .option('--timeout <minutes>', 'abort that release when it has not been rolled back by then', timeout, 45)
    .option('--report <file>', 'where the certificate goes; doctor and plan read the default one', CERTIFICATE_FILE)
    .option('--json', 'print the certificate as one JSON object, for programs')
    .addHelpText(
      'after',
      `
Sends requests to the service from where it runs: a machine in a VPC that is associated with the service network, or
with --local the machine of npm run local. Then it waits until CloudWatch has counted them, up to ten minutes. It tells
whether target groups report, how late each metric is that a check reads, and whether AWS asked to slow down.

With --release it starts a release of that version, 2.1.0-errors or 2.1.0-throws of the sample, holds it at the first
weight of the plan, and tells when users felt it, when the alarm went on, and when they were back: the times that
nobody publishes. Ctrl-C aborts that release. Exits 1 when it was not rolled back in time.

${examples('certify', 'certify --release 2', 'certify --local')}`,
    );
  run(command, certify);
  return command;
};

const minutes = wholeMinutes(1, 60);
/** A claim may wait 15 minutes for an alarm of the release before. */
const timeout = wholeMinutes(20, 240);

function wholeMinutes(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,3}$/.test(text) ? Number(text) : 0;
    if (value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}
