import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { HelpWanted, UsageError } from 'local-aws/cli';
import { wrap } from '../../cli/story/text.ts';
import type { DoubtId } from 'local-aws';
import type { Scenario } from '../scenarios/scenario.ts';
import { doubtOption, DOUBTS_EXPLAINED } from './doubts.ts';

export interface StartOptions {
  readonly scenario: string;
  /** Simulated seconds in a second of the wall clock. */
  readonly speed: number;
  /** Requests in a second of the wall clock. */
  readonly rps: number;
  /** 0 takes any free port. */
  readonly port: number;
  /** 0 takes any free port. */
  readonly consolePort: number;
  /** Beliefs about AWS that are switched off. */
  readonly doubt: readonly DoubtId[];
  readonly json: boolean;
}

export type Context = Readonly<Record<string, string>>;

export interface LocalOptions {
  readonly port: number;
  /** 0 takes any free port. */
  readonly consolePort: number;
  readonly speed: number;
  /** Requests in a second of the wall clock, at each service; 0 for none. */
  readonly rps: number;
  /** What users ask for; the deployed app's own choice unless told. */
  readonly path?: string;
  /** Refuse API calls above AWS's quotas. */
  readonly throttle: boolean;
  /** How many functions may run at once, as an account's limit; any number unless told. */
  readonly concurrency?: number;
  /** Beliefs about AWS that are switched off. */
  readonly doubt: readonly DoubtId[];
  /** Release of the sample that is published and waits. */
  readonly candidate: string;
  /** Without any stack: whoever wants one deploys it. */
  readonly empty: boolean;
  /** Folder of an app of one's own, in place of the sample. */
  readonly app?: string;
  /** Stacks of that app; none means all. */
  readonly stack: readonly string[];
  /** Stages of that app; none means all of the app. */
  readonly stage: readonly string[];
  readonly context: Context;
  /** On top of `context` for a second deployment; none means that there is no second. */
  readonly candidateContext: Context;
}

const START_STATUS = `
Exit status:
  0    everything ended as it should
  1    something did not, or the scenario could not be played
  2    the options cannot be used
  130  interrupted by Ctrl-C, SIGTERM, SIGHUP or SIGQUIT; what was started has been ended
  141  whoever read what it prints went away; likewise

Examples:
  npm start                               a release that goes well, in under a minute
  npm start -- --scenario errors          one that answers users with status 500
  npm start -- --scenario abort --speed 30
  npm start --silent -- --scenario dead --json | jq -c 'select(.event == "finding")'`;

const LOCAL_STATUS = `
Prints "ready URL" once the AWS endpoint answers and "console URL", the page that shows releases and steers them, and \
writes the outputs of each stack to .local/outputs.json, as
\`cdk deploy --outputs-file\` does. With --app it prints a line for each service too, with a command that asks it:
all listeners share one port, and the Host header tells which service is meant.

With --empty nothing is deployed: \`cdk bootstrap\` and \`cdk deploy\` do it, with AWS_ENDPOINT_URL as it is printed. \
Users ask every service of every stack, from its deployment on.

With --app the app of DIR/cdk.json is deployed with --context, and then again with --candidate-context on top, which
publishes the version that waits to be released. Without --candidate-context it is deployed once.

Exit status:
  0    ended by Ctrl-C, SIGTERM, SIGHUP or SIGQUIT
  1    could not start, for example because the port is taken
  2    the options cannot be used
  130  interrupted before it was ready
  141  whoever read what it prints went away

Examples:
  npm run local
  npm run local -- --empty
  npm run local -- --port 5000 --candidate 2.1.0-errors
  npm run local -- --app ../shop --context code=1 --candidate-context code=2
  aws --endpoint-url http://127.0.0.1:4566 stepfunctions list-state-machines`;

/** @throws UsageError, HelpWanted */
export function parseStartOptions(
  args: readonly string[],
  scenarios: readonly Pick<Scenario, 'name' | 'story'>[],
): StartOptions {
  const command = new Command('npm start --')
    .description('Plays one release on this machine, with an AWS of its own, and shows what happens.')
    .addOption(
      new Option('--scenario <name>', 'what happens to the release')
        .choices(scenarios.map(({ name }) => name))
        .default(scenarios[0]?.name),
    )
    .addOption(speedOption())
    .addOption(
      new Option('--rps <requests>', 'requests that users send in a second of your clock, 1 to 5000')
        .argParser(wholeNumber(1, 5_000))
        .default(400),
    )
    .addOption(portOption(0, 'port of the AWS endpoint, 0 to 65535; 0 takes a free one'))
    .addOption(consolePortOption())
    .addOption(doubtOption())
    .addOption(new Option('--json', 'print one JSON object a line, for programs').default(false, 'lines for people'))
    .addHelpText('after', `\nScenarios:\n${inColumns(scenarios)}\n\n${DOUBTS_HELP}\n${START_STATUS}`);
  return parse(command, args) as StartOptions;
}

/** Options that say something about an app of one's own only. */
const OF_AN_APP = ['stack', 'stage', 'context', 'candidateContext'] as const;

/** @throws UsageError, HelpWanted */
export function parseLocalOptions(args: readonly string[], releases: readonly string[]): LocalOptions {
  const command = new Command('npm run local --')
    .description(
      'Keeps the local AWS running with the stack deployed, users asking and no rollout: start one with the AWS CLI.',
    )
    .addOption(portOption(4566, 'port of the AWS endpoint, 0 to 65535; 0 takes a free one'))
    .addOption(consolePortOption())
    .addOption(speedOption())
    .addOption(
      new Option('--rps <requests>', 'requests that users send to each service in a second of your clock, 0 to 5000')
        .argParser(wholeNumber(0, 5_000))
        .default(100),
    )
    .addOption(
      new Option(
        '--path <path>',
        'what they ask for (default: "/hello?name=Ada" of the sample, "/" of --app)',
      ).argParser(absolutePath),
    )
    .addOption(
      new Option(
        '--throttle',
        "refuse API calls above AWS's quotas, by the second of your clock: DescribeAlarms 9, SetAlarmState " +
          "3, Lambda's control plane 15",
      ).default(false, 'no quotas'),
    )
    .addOption(
      new Option(
        '--concurrency <functions>',
        'most functions that run at once, as in an account: new ones have 10, others 1,000 (default: any number)',
      ).argParser(wholeNumber(1, 100_000)),
    )
    .addOption(doubtOption())
    .addOption(
      new Option('--candidate <release>', 'release of the sample service that is published and waits to be released')
        .choices(releases)
        .default('2.0.0'),
    )
    .addOption(
      new Option('--empty', "without a stack: deploy yours with CDK's own command line").default(false, 'the sample'),
    )
    .addOption(new Option('--app <dir>', 'run the CDK app of this folder in place of the sample'))
    .addOption(
      new Option(
        '--stack <name>',
        'a stack of --app to deploy; may be given again (default: all, each after those it depends on)',
      )
        .argParser(oneMore)
        .default([], 'all'),
    )
    .addOption(
      new Option(
        '--stage <name>',
        'a stage of --app whose stacks to deploy; may be given again (default: all of the app)',
      )
        .argParser(oneMore)
        .default([], 'all'),
    )
    .addOption(
      new Option('--context <key=value>', 'context for --app; may be given again').argParser(pair).default({}, 'none'),
    )
    .addOption(
      new Option('--candidate-context <key=value>', 'context for the second deployment of --app; may be given again')
        .argParser(pair)
        .default({}, 'none'),
    )
    .addHelpText('after', `\n${DOUBTS_HELP}\n${LOCAL_STATUS}`);
  const options = parse(command, args) as LocalOptions;
  const given = (name: string) => command.getOptionValueSource(name) === 'cli';
  if (options.empty) {
    const flag = ['candidate', 'app'].find(given);
    if (flag !== undefined) throw new UsageError(`error: --empty has no stack, and so no --${flag}`);
  }
  const misplaced = options.app === undefined ? OF_AN_APP.find(given) : given('candidate') ? 'candidate' : undefined;
  if (misplaced !== undefined) {
    const flag = command.options.find((option) => option.attributeName() === misplaced)?.long;
    throw new UsageError(
      options.app === undefined
        ? `error: ${flag} needs --app, the folder of the app that it is about`
        : `error: ${flag} is a release of the sample; with --app, give --candidate-context`,
    );
  }
  return options;
}

type Explained = Pick<Scenario, 'name' | 'story'>;

/** A line or more each: the name, and beside it what it means. */
function inColumns(rows: readonly Explained[]): string {
  const width = Math.max(12, ...rows.map(({ name }) => name.length + 4));
  const explained = ({ name, story }: Explained) =>
    wrap(story, 80 - width).map((line, i) => `${(i === 0 ? `  ${name}` : '').padEnd(width)}${line}`);
  return rows.flatMap(explained).join('\n');
}

const DOUBTS_HELP = `Doubts: what AWS does instead of what is believed\n${inColumns(DOUBTS_EXPLAINED)}`;

function speedOption(): Option {
  return new Option('--speed <factor>', 'simulated seconds in a second of your clock, 0.1 to 600')
    .argParser(number(0.1, 600))
    .default(60);
}

function portOption(standard: number, description: string): Option {
  return new Option('--port <number>', description).argParser(wholeNumber(0, 65_535)).default(standard);
}

function consolePortOption(): Option {
  return new Option(
    '--console-port <number>',
    'port of the page for the browser, 0 to 65535; a free one when it is 0 or taken',
  )
    .argParser(wholeNumber(0, 65_535))
    .default(4567);
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
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    return value;
  };
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
}

function absolutePath(text: string): string {
  if (!/^\/[^\s#]*$/.test(text)) throw new InvalidArgumentError('It must be a path such as "/" or "/hello?name=Ada".');
  return text;
}

function oneMore(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function pair(text: string, before: Context): Context {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new InvalidArgumentError('It must be key=value.');
  return { ...before, [key]: value };
}
