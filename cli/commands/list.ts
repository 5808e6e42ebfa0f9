import { Command } from 'commander';
import { standingPause } from '../../rollout/pause/stored.ts';
import { STANDING_BY, type RolloutRecord } from '../../rollout/record/record.ts';
import type { Beginning } from '../context.ts';
import { explain } from '../explain.ts';
import { inProduction, lookAt, type Standing } from '../look.ts';
import { Status } from '../status.ts';
import { headline } from '../story/text.ts';
import type { MakeCommand } from './command.ts';

/** What a problem may take of its line. */
const LONGEST_PROBLEM = 160;
/** Services that are looked at together: of each one four things are asked, and DescribeAlarms allows 9 a second. */
const AT_ONCE = 2;

export const listCommand: MakeCommand = (_, examples, begin) => {
  const command = new Command('list')
    .description(
      'Lists every service of the account and Region: version in production, weight, state, how the last release ' +
        'ended, alarms that are on.',
    )
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText(
      'after',
      `
Services are found by the outputs of their stacks. With --stack it lists those of that stack. Exits 3 when one of them
could not be looked at; the others are listed all the same.

${examples('list', "list --json | jq -r 'select(.alarmsOn != []).service'")}`,
    );
  begin(command, list);
  return command;
};

interface Row {
  readonly stack: string;
  readonly service: string;
  readonly seen: Standing | { readonly problem: string };
}

async function list({ findAll, say }: Beginning, { json }: { readonly json?: boolean }): Promise<Status> {
  const found = await findAll();
  const rows: Row[] = [];
  for (let i = 0; i < found.length; i += AT_ONCE)
    rows.push(...(await Promise.all(found.slice(i, i + AT_ONCE).map(rowOf))));
  if (json === true) rows.forEach((row) => say(JSON.stringify(fields(row))));
  else if (rows.length === 0) say('No stack here has a service to release.');
  else table(rows.map(cells)).forEach(say);
  return rows.some(({ seen }) => 'problem' in seen) ? Status.failed : Status.ok;
}

/** Whatever one service keeps to itself, the others are told. */
async function rowOf(each: Awaited<ReturnType<Beginning['findAll']>>[number]): Promise<Row> {
  if ('problem' in each) return { stack: each.stack, service: each.name, seen: each };
  const { stack, name } = each.service;
  const seen = await lookAt(each).catch((error: unknown) => ({ problem: explain(error) }));
  return { stack, service: name, seen };
}

function fields({ seen, service, stack }: Row): object {
  if ('problem' in seen) return { service, stack, problem: seen.problem };
  const { record, weights } = seen;
  const { last } = record;
  return {
    service,
    stack,
    version: inProduction(seen) ?? null,
    weight: weights?.canary ?? null,
    state: stateOf(record),
    releasing: record.rollout?.version ?? null,
    last: last === undefined ? null : { version: last.version, outcome: outcomeOf(last), at: last.closedAt },
    alarmsOn: seen.on.map(({ name }) => name),
  };
}

const HEADINGS = ['SERVICE', 'STACK', 'VERSION', 'WEIGHT', 'STATE', 'LAST', 'ALARMS THAT ARE ON'];

function cells({ seen, service, stack }: Row): readonly string[] {
  if ('problem' in seen) return [service, stack, `not looked at: ${headline(seen.problem, LONGEST_PROBLEM)}`];
  const { record, weights } = seen;
  const { last, rollout } = record;
  return [
    service,
    stack,
    inProduction(seen) ?? '?',
    weights === undefined ? '?' : `${weights.canary} %`,
    rollout === undefined ? stateOf(record) : `${stateOf(record)} ${rollout.version}`,
    last === undefined ? '-' : `${last.version} ${outcomeOf(last)}`,
    seen.on.map(({ name }) => name).join(', ') || 'none',
  ];
}

function stateOf({ rollout }: RolloutRecord): string {
  if (rollout === undefined) return 'at rest';
  if (rollout.phase === STANDING_BY) return 'standing by';
  return rollout.phase === 'advancing' && standingPause(rollout) !== undefined ? 'paused' : rollout.phase;
}

/** A revert that went through is `promoted` in the record. */
function outcomeOf({ kind, outcome }: NonNullable<RolloutRecord['last']>): string {
  return kind === 'revert' && outcome === 'promoted' ? 'reverted to' : outcome;
}

/** What ends a row makes no column wider. */
function table(rows: readonly (readonly string[])[]): string[] {
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, i) =>
    Math.max(...all.map((row) => (i < row.length - 1 ? (row[i] ?? '').length : 0))),
  );
  return all.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
