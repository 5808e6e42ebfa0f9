import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Scenario } from '../scenarios/scenario.ts';
import { wrap } from './text.ts';

/** What was typed cannot be used; the message says what can. Exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Somebody asked how to use it; the message is the answer. Exit status 0. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

export interface StartOptions {
  readonly scenario: string;
  /** Simulated seconds in a second of the wall clock. */
  readonly speed: number;
  /** Requests in a second of the wall clock. */
  readonly rps: number;
  /** 0 takes any free port. */
  readonly port: number;
  readonly json: boolean;
}

export interface LocalOptions {
  readonly port: number;
  readonly speed: number;
  readonly candidate: string;
}

const START_STATUS = `
Exit status:
  0    everything ended as it should
  1    something did not, or the scenario could not be played
  2    the options cannot be used
  130  interrupted by Ctrl-C or SIGTERM; what was started has been ended

Examples:
  npm start                               a release that goes well, in under a minute
  npm start -- --scenario errors          one that answers users with status 500
  npm start -- --scenario abort --speed 30
  npm start --silent -- --scenario dead --json | jq -c 'select(.event == "finding")'`;

const LOCAL_STATUS = `
Prints "ready URL" once the AWS endpoint answers, and writes the stack's outputs to .local/outputs.json.

Exit status:
  0    ended by Ctrl-C or SIGTERM
  1    could not start, for example because the port is taken
  2    the options cannot be used
  130  interrupted by Ctrl-C or SIGTERM before it was ready

Examples:
  npm run local
  npm run local -- --port 5000 --candidate 2.1.0-errors
  aws --endpoint-url http://127.0.0.1:4566 stepfunctions list-state-machines`;

/** @throws UsageError, HelpWanted */
export function parseStartOptions(args: readonly string[], scenarios: readonly Pick<Scenario, 'name' | 'story'>[]): StartOptions {
  const command = new Command('npm start --')
    .description('Plays one release on this machine, with an AWS of its own, and shows what happens.')
    .addOption(new Option('--scenario <name>', 'what happens to the release').choices(scenarios.map(({ name }) => name)).default(scenarios[0]?.name))
    .addOption(speedOption())
    .addOption(new Option('--rps <requests>', 'requests that users send in a second of your clock, 1 to 5000').argParser(wholeNumber(1, 5_000)).default(400))
    .addOption(portOption(0, 'port of the AWS endpoint, 0 to 65535; 0 takes a free one'))
    .addOption(new Option('--json', 'print one JSON object a line, for programs').default(false, 'lines for people'))
    .addHelpText('after', `\nScenarios:\n${scenarios.flatMap(explained).join('\n')}\n${START_STATUS}`);
  return parse(command, args) as StartOptions;
}

/** @throws UsageError, HelpWanted */
export function parseLocalOptions(args: readonly string[], releases: readonly string[]): LocalOptions {
  const command = new Command('npm run local --')
    .description('Keeps the local AWS running with the stack deployed, users asking and no rollout: start one with the AWS CLI.')
    .addOption(portOption(4566, 'port of the AWS endpoint, 0 to 65535; 0 takes a free one'))
    .addOption(speedOption())
    .addOption(new Option('--candidate <release>', 'release of the sample service that is published and waits to be released').choices(releases).default('2.0.0'))
    .addHelpText('after', LOCAL_STATUS);
  return parse(command, args) as LocalOptions;
}

const NAME_WIDTH = 12;

function explained({ name, story }: Pick<Scenario, 'name' | 'story'>): string[] {
  return wrap(story, 80 - NAME_WIDTH).map((line, i) => `${(i === 0 ? `  ${name}` : '').padEnd(NAME_WIDTH)}${line}`);
}

function speedOption(): Option {
  return new Option('--speed <factor>', 'simulated seconds in a second of your clock, 0.1 to 600').argParser(number(0.1, 600)).default(60);
}

function portOption(standard: number, description: string): Option {
  return new Option('--port <number>', description).argParser(wholeNumber(0, 65_535)).default(standard);
}

function parse(command: Command, args: readonly string[]): object {
  const said: string[] = [];
  command
    .helpOption('-h, --help', 'print this and exit')
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: (text) => said.push(text), writeErr: (text) => said.push(text) });
  try {
    return command.parse(args, { from: 'user' }).opts();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const text = said.join('').trimEnd();
    if (error.exitCode === 0) throw new HelpWanted(text);
    const known = command.options.map((option) => option.long).join(', ');
    throw new UsageError(`${text}\nThe options are ${known}; --help explains them.`);
  }
}

function number(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    return value;
  };
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}
