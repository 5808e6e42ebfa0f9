import { Command, CommanderError, Help, Option } from 'commander';
import { abortCommand } from './commands/abort.ts';
import { adoptCommand, releaseListenerCommand } from './commands/adopt.ts';
import { certifyCommand } from './commands/certify.ts';
import { doctorCommand } from './commands/doctor.ts';
import { goOnCommand } from './commands/go-on.ts';
import { pauseCommand } from './commands/pause.ts';
import { historyCommand } from './commands/history.ts';
import { judgeCommand } from './commands/judge.ts';
import { listCommand } from './commands/list.ts';
import { planCommand } from './commands/plan.ts';
import { pruneCommand } from './commands/prune.ts';
import { revertCommand } from './commands/revert.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { watchCommand } from './commands/watch.ts';
import { awsCommand, clientSettings, endpointOf, isOnThisMachine, ownCommand, type Where } from './connection.ts';
import type { Beginning, Context, Host, Runner } from './context.ts';
import { Interrupted, Refused, UsageError } from './errors.ts';
import { explain } from './explain.ts';
import { findService, findServices } from './find-service.ts';
import type { Cloud } from './ports.ts';
import type { Service } from './services.ts';
import { Status, STATUS_HELP } from './status.ts';

/** Between two looks: AWS is asked four things each time, and the tightest of their quotas is 9 a second and Region. */
const PAUSE_MS = 2_000;
/** A cloud on this machine costs nothing to ask, and its time runs fast. */
const LOCAL_PAUSE_MS = 250;

/** What deletes: no word that comes near is taken for it. */
const DELETES = ['prune', '--yes'];

/** Asked before any command. Commander would take it for its own wherever it stands, and `start` has one too. */
const VERSION = new Option('--version', 'print the version of this program and exit');

const COMMANDS = [
  startCommand,
  watchCommand,
  statusCommand,
  listCommand,
  abortCommand,
  rollbackCommand,
  pauseCommand,
  goOnCommand,
  revertCommand,
  adoptCommand,
  releaseListenerCommand,
  historyCommand,
  planCommand,
  doctorCommand,
  pruneCommand,
  certifyCommand,
  judgeCommand,
];

/**
 * Runs one command line to its exit status. Whatever goes wrong becomes one message on stderr.
 * @param args without program and script
 */
export async function runProgram(args: readonly string[], host: Host): Promise<Status> {
  let status: Status = Status.ok;
  const program = createProgram(host, (command, action) => {
    command.action(async () => {
      status = await runCommand(host, command, action);
    });
  });
  try {
    if (args.length === 0) {
      program.outputHelp();
      return Status.ok;
    }
    if (args.length === 1 && args[0] === VERSION.long) {
      host.terminal.out(`${host.version}\n`);
      return Status.ok;
    }
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    return failed(error, host);
  }
}

export function createProgram(host: Pick<Host, 'terminal' | 'program'>, begin: Runner<Beginning>): Command {
  const { program: name, terminal } = host;
  const program = new Command(name)
    .description('Starts releases of a Lambda function behind VPC Lattice, shows them and steers them.')
    .option('--stack <name>', 'stack of the service (default: the only one that has a service)')
    .option('--service <prefix>', 'prefix of its outputs, or its name, where a stack has several')
    .option('--region <name>', "AWS Region (default: the environment's or the profile's)")
    .option('--profile <name>', 'profile of the AWS configuration')
    .option(
      '--local',
      'the cloud that `npm run local` runs on this machine: at its own port, or at that of AWS_ENDPOINT_URL',
    )
    .addOption(
      new Option('--output <format>', 'for programs: json is --json, of every command').choices(['json', 'text']),
    )
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      visibleOptions: (command) => [...new Help().visibleOptions(command), VERSION],
    })
    .addHelpText(
      'after',
      `\n${STATUS_HELP}\n\n` +
        examples(name, ['start --watch', 'status --local', 'abort --reason "checkout is slow"', 'help doctor']),
    );
  const run: Runner = (command, action) => begin(command, async ({ find }, options) => action(await find(), options));
  for (const make of COMMANDS)
    program.addCommand(make(run, (...lines: readonly string[]) => examples(name, lines), begin));
  for (const command of [program, ...program.commands]) {
    command
      .helpOption('-h, --help', 'print this and exit')
      .exitOverride()
      .allowExcessArguments(false)
      .showHelpAfterError(`(${[name, ...(command === program ? [] : [command.name()])].join(' ')} --help explains it)`)
      .configureOutput({
        writeOut: (text) => terminal.out(text),
        writeErr: (text) => terminal.err(text),
        outputError: (text, write) => write(withoutDeleting(text)),
      });
    if (command !== program) command.configureHelp({ showGlobalOptions: true });
  }
  return program;
}

/** What commander adds: `(Did you mean one of start, status?)`. */
function withoutDeleting(error: string): string {
  return error.replace(/\n\(Did you mean (?:one of )?([^?)]+)\?\)/, (_hint, names: string) => {
    const left = names.split(', ').filter((name) => !DELETES.includes(name));
    if (left.length === 0) return '';
    return `\n(Did you mean ${left.length > 1 ? 'one of ' : ''}${left.join(', ')}?)`;
  });
}

function examples(program: string, lines: readonly string[]): string {
  return `Examples:\n${lines.map((line) => `  ${program} ${line}`).join('\n')}`;
}

async function runCommand(
  host: Host,
  command: Command,
  action: (from: Beginning, options: never) => Promise<Status>,
): Promise<Status> {
  const given = command.optsWithGlobals<Where & Form>();
  const options = { ...given, ...formOf(given) };
  const cloud = host.connect(clientSettings(options, host.env));
  const find = async () => contextOf(host, options, cloud, await findService(cloud.stacks, options));
  const findAll = async () =>
    (await findServices(cloud.stacks, options)).map((found) =>
      'problem' in found ? found : contextOf(host, options, cloud, found),
    );
  try {
    return await action({ host, say: sayTo(host), find, findAll }, { ...options, args: command.args } as never);
  } finally {
    cloud.close();
  }
}

/** How it is said: for people, or for programs. */
interface Form {
  readonly output?: 'json' | 'text';
  readonly json?: boolean;
}

/** `--output json` and `--json` are the same. */
function formOf({ json, output }: Form): Pick<Form, 'json'> {
  if (json === true && output === 'text') throw new UsageError('--output: text is not what --json asks for');
  return output === 'json' || json === true ? { json: true } : {};
}

const sayTo =
  ({ terminal }: Host) =>
  (line: string): void =>
    terminal.out(`${line}\n`);

function contextOf(host: Host, where: Where, cloud: Cloud, service: Service): Context {
  const { env, program, signal, sleep, terminal } = host;
  const pauseMs = isOnThisMachine(endpointOf(where, env)) ? LOCAL_PAUSE_MS : PAUSE_MS;
  return {
    host,
    terminal,
    where,
    cloud,
    service,
    ports: cloud.of(service),
    say: sayTo(host),
    aws: awsCommand(where, env),
    own: ownCommand(program, where),
    pause: () => sleep(pauseMs, signal),
  };
}

function failed(error: unknown, { program, signal, terminal }: Host): Status {
  if (error instanceof CommanderError) return error.exitCode === 0 ? Status.ok : Status.usage;
  if (signal.aborted || error instanceof Interrupted) return Status.interrupted;
  terminal.err(`${explain(error)}\n`);
  if (error instanceof Refused) return Status.refused;
  if (!(error instanceof UsageError)) return Status.failed;
  terminal.err(`(${program} --help explains the options)\n`);
  return Status.usage;
}
