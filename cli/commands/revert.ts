import { Command } from 'commander';
import { describeClaimant } from '../../rollout/claim/claimant.ts';
import { requirePromoted, withLast } from '../../rollout/record/past.ts';
import { ContractError } from '../../statemachine/contract/errors.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import type { Context } from '../context.ts';
import { Refused } from '../errors.ts';
import { Status } from '../status.ts';
import { waysBack, type WayBack } from '../story/ways-back.ts';
import type { MakeCommand } from './command.ts';
import { sayOrWatch } from './started.ts';

interface RevertOptions {
  readonly to?: string;
  readonly list?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
}

export const revertCommand: MakeCommand = (run, examples) => {
  const command = new Command('revert')
    .description(
      'Puts production back at once, on the version before the last promotion or on any that was promoted. No alarm ' +
        'stands in its way.',
    )
    .option('--to <version>', 'a version that was promoted once (default: what the alias previous keeps)')
    .option('--list', 'only say what production can go back to')
    .option('--watch', 'show it until it is over')
    .option('--json', 'for programs: the execution; with --watch one event a line; with --list one version a line')
    .addHelpText(
      'after',
      `\nFor a release that is over. One that still runs: abort or ` +
        `rollback.\n\n${examples('revert --list', 'revert', 'revert --to 5 --watch')}`,
    );
  run(command, revert);
  return command;
};

async function revert(context: Context, options: RevertOptions): Promise<Status> {
  const { own, ports } = context;
  if (options.list === true) return list(context, options);
  const { to } = options;
  const record = await ports.records.read();
  if (record.rollout !== undefined)
    throw new Refused(
      `RolloutInProgress: ${describeClaimant(record.rollout)} holds the service; roll it back instead: ` +
        own('rollback'),
    );
  if (to !== undefined) await refuseNeverPromoted(context, to);
  const { production = '?', previous = '?' } = await aliasesOf(context).catch((): Aliases => ({}));
  const on = to === undefined ? `the version before, ${previous}` : `version ${to}`;
  return sayOrWatch(
    context,
    await ports.machine.start({ revert: to === undefined ? true : { to } }),
    options,
    `Production is being put back on ${on}, from ${production}`,
  );
}

/** As the claim would. Where the history cannot be read from here, the claim alone says so: nothing waits for it. */
async function refuseNeverPromoted({ ports }: Context, version: string): Promise<void> {
  try {
    const record = await ports.records.read();
    requirePromoted(withLast(await ports.records.past(), record), version);
  } catch (error) {
    if (error instanceof ContractError) throw new Refused(`${error.name}: ${error.message}`);
  }
}

type Aliases = Readonly<Record<string, string | undefined>>;

async function aliasesOf({ ports }: Pick<Context, 'ports'>): Promise<Aliases> {
  return Object.fromEntries((await ports.versions.aliases()).map(({ name, versions }) => [name, versions[0]]));
}

async function list(context: Context, { json }: RevertOptions): Promise<Status> {
  const { own, ports, say } = context;
  const record = await ports.records.read();
  const [past, published, aliases] = await Promise.all([
    ports.records.past(),
    ports.versions.versions(),
    aliasesOf(context),
  ]);
  const ways = waysBack(withLast(past, record), { published, aliases });
  if (json === true) {
    for (const { at, ...way } of ways) say(JSON.stringify({ ...way, promotedAt: at ?? null }));
    return Status.ok;
  }
  say(`Production runs version ${aliases[Alias.production] ?? '?'}.`);
  if (ways.length === 0) say('There is no version that it could go back to.');
  for (const way of ways) say(`  ${line(way, own)}`);
  if (past.unreadable > 0) say(`${past.unreadable} of the history cannot be read.`);
  return Status.ok;
}

function line({ at, gone, previous, version }: WayBack, own: Context['own']): string {
  const when = at === undefined ? 'before the first release' : `promoted ${at.slice(0, 16).replace('T', ' ')}`;
  const how = gone ? 'deleted' : own(previous ? 'revert' : `revert --to ${version}`);
  return `${version.padEnd(6)}${when.padEnd(28)}${how}`;
}
