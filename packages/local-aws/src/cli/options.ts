import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { DoubtId } from '../doubts/doubts.ts';
import { DOUBTS_HELP, doubtsOf, eachDoubt } from './doubts.ts';
import { HelpWanted, UsageError } from './program.ts';

export interface CliOptions {
  /** Folder with cdk.json. */
  readonly app: string;
  /** Stacks to deploy; none means all. */
  readonly stacks: readonly string[];
  /** Stages to deploy; none means all. */
  readonly stages: readonly string[];
  readonly context: Readonly<Record<string, string>>;
  /** Of the AWS endpoint; 0 takes any free one. */
  readonly port: number;
  /** Of VPC Lattice's data plane; 0 takes any free one. */
  readonly trafficPort: number;
  /** Simulated seconds in a second of the wall clock. */
  readonly speed: number;
  /** How many functions may run at once; any number where it is absent. */
  readonly concurrency?: number;
  /** Refuse API calls above AWS's quotas. */
  readonly throttle: boolean;
  /** Beliefs about AWS that are switched off. */
  readonly doubts: readonly DoubtId[];
  /** Folder for outputs, logs and what is built. */
  readonly out: string;
}

const HELP = `Usage: local-aws --app DIR [options]

Runs the CDK app of DIR/cdk.json on an AWS of its own, on this machine. Prints "ready URL" once the stacks are
deployed, and runs until Ctrl-C. Every SDK and the AWS CLI reach it with AWS_ENDPOINT_URL=URL, any Region and any keys.

Options:
  --app DIR            folder of the app
  --stack NAME         a stack to deploy; may be given again (all, each after those that it depends on)
  --stage NAME         a stage whose stacks to deploy; may be given again (all of the app)
  --context KEY=VALUE  context for the app; may be given again
  --port N             port of the AWS endpoint; 0 takes a free one (4566)
  --traffic-port N     port of VPC Lattice's data plane; 0 takes a free one (0)
  --speed N            simulated seconds in a second of your clock, 0.1 to 600 (1)
  --concurrency N      most functions that run at once, as in an account: new ones have 10, others 1,000 (no limit)
  --throttle           refuse API calls above AWS's quotas
  --doubt IDS...       beliefs about AWS to switch off, of those below (none); stderr says which
  --out DIR            folder for outputs.json, cloud.log and the functions' logs (.local-aws)
  -h, --help           print this and exit

${DOUBTS_HELP}

Exit status:
  0    ended by Ctrl-C, SIGTERM, SIGHUP or SIGQUIT
  1    could not start, for example because the app failed or the port is taken
  2    the options cannot be used
  130  interrupted before it was ready
  141  whoever read what it prints went away`;

const OPTIONS = {
  app: { type: 'string' },
  stack: { type: 'string', multiple: true, default: [] },
  stage: { type: 'string', multiple: true, default: [] },
  context: { type: 'string', multiple: true, default: [] },
  port: { type: 'string', default: '4566' },
  'traffic-port': { type: 'string', default: '0' },
  speed: { type: 'string', default: '1' },
  concurrency: { type: 'string' },
  throttle: { type: 'boolean', default: false },
  doubt: { type: 'string', multiple: true, default: [] },
  out: { type: 'string', default: '.local-aws' },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies ParseArgsConfig['options'];

/** @throws UsageError, HelpWanted */
export function parseOptions(args: readonly string[]): CliOptions {
  const given = parsed(args);
  if (given.help) throw new HelpWanted(HELP);
  if (given.app === undefined) throw new UsageError('--app is missing: the folder of a CDK app\n--help explains it.');
  return {
    app: given.app,
    stacks: given.stack,
    stages: given.stage,
    context: Object.fromEntries(given.context.map(pair)),
    port: numberOf('--port', given.port, 0, 65_535, 'a whole number'),
    trafficPort: numberOf('--traffic-port', given['traffic-port'], 0, 65_535, 'a whole number'),
    speed: numberOf('--speed', given.speed, 0.1, 600, 'a number'),
    ...(given.concurrency !== undefined && {
      concurrency: numberOf('--concurrency', given.concurrency, 1, 100_000, 'a whole number'),
    }),
    throttle: given.throttle,
    doubts: doubtsOf(given.doubt),
    out: given.out,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...eachDoubt(args)], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n--help explains the options.`);
  }
}

function pair(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--context must be key=value, got '${text}'`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function numberOf(
  option: string,
  text: string,
  least: number,
  most: number,
  kind: 'a number' | 'a whole number',
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most && (kind === 'a number' || Number.isInteger(value))) return value;
  throw new UsageError(`${option} must be ${kind} from ${least} to ${most}, got '${text}'`);
}
