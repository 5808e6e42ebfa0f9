import { Command } from 'commander';
import { judge } from '../judge/judge.ts';
import { faultOption, minuteOption, seedOption, sourceOption } from '../judge/options.ts';
import type { MakeCommand } from './command.ts';

export const judgeCommand: MakeCommand = (_, examples, begin) => {
  const command = new Command('judge')
    .description('Says of traffic that is over what the comparison would have said each minute, and what it would do.')
    .option('--from <minute>', 'from when on, in UTC (default: the last release, as its checks saw it)', minuteOption)
    .option('--to <minute>', 'until when (default: now)', minuteOption)
    .option('--canary <function>', 'NAME, NAME:VERSION or NAME:ALIAS (default: the alias canary)', sourceOption)
    .option('--production <function>', 'the same of production (default: the alias production)', sourceOption)
    .option('--file <csv>', 'counts by the minute instead of CloudWatch; - reads what is piped in')
    .option('--plan <file>', 'a plan as JSON; what it leaves out is the default (default: the deployed plan)')
    .option(
      '--alone-from <minute>',
      'from when on production had no requests (default: as the counts say)',
      minuteOption,
    )
    .option(
      '--fault <what>',
      'make up errors=2%, answers=2% or times=1.7 of the canary; may be repeated',
      faultOption,
      [],
    )
    .option('--fault-from <minute>', 'from when on (default: the first minute)', minuteOption)
    .option('--seed <n>', 'another made-up fault of the same size', seedOption, 1)
    .option('--json', 'one JSON object, for programs')
    .addHelpText(
      'after',
      `
It calls what a check calls, on all minutes up to each one, as one bake; alarms are not asked. docs/judge.md has the
format of the file and how to tune plan.compare by it. Reads only. Exits 0 whatever it would have done.

${examples('judge', 'judge --from 2026-11-01T10:00Z --fault errors=2%', 'judge --file minutes.csv --plan plan.json')}`,
    );
  begin(command, judge);
  return command;
};
