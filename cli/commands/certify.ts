import { Command, InvalidArgumentError } from 'commander';
import { CERTIFICATE_FILE } from '../certify/certificate.ts';
import { certify } from '../certify/certify.ts';
import type { MakeCommand } from './command.ts';

/** In minutes. */
const MOST_MINUTES = 60;

export const certifyCommand: MakeCommand = (run, examples) => {
  const command = new Command('certify')
    .description(
      'Measures on the deployed sample what AWS does not say, once for an account and Region. Deploys nothing; ' +
        "anybody's own function it refuses.",
    )
    .option('--minutes <n>', 'whole minutes in which it sends requests', minutes, 3)
    .option('--report <file>', 'where the certificate goes; doctor and plan read the default one', CERTIFICATE_FILE)
    .option('--json', 'print the certificate as one JSON object, for programs')
    .addHelpText(
      'after',
      `
Sends requests to the service from where it runs: a machine in a VPC that is associated with the service network, or
with --local the machine of npm run local. Then it waits until CloudWatch has counted them, up to ten minutes. It tells
whether target groups report, how late each metric is that a check reads, and whether AWS asked to slow down.

${examples('certify', 'certify --local')}`,
    );
  run(command, certify);
  return command;
};

function minutes(text: string): number {
  const value = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > MOST_MINUTES)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_MINUTES}.`);
  return value;
}
