import { Command, InvalidArgumentError } from 'commander';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import { shortName, type Context } from '../context.ts';
import { letOnLines, summaryLines } from '../history/lines.ts';
import { summaryOf } from '../history/releases.ts';
import type { Execution, ServicePorts } from '../ports.ts';
import { Status } from '../status.ts';
import { hasRollout, purposeOf, whyAsked } from '../story/purpose.ts';
import { clockTime, headline } from '../story/text.ts';
import { outcomeOf } from '../watch/outcome.ts';
import type { MakeCommand } from './command.ts';

/** As many as Step Functions lists on one page. */
const MOST = 1000;
/** Executions that are looked at together, well below Step Functions' rates. */
const AT_ONCE = 10;

interface HistoryOptions {
  readonly limit: number;
  readonly all?: boolean;
  readonly json?: boolean;
}

export const historyCommand: MakeCommand = (run, examples) => {
  const command = new Command('history')
    .description('Lists the last executions, newest first: when, which version, how it ended and why.')
    .option('--limit <n>', `how many to show, 1 to ${MOST}, of the last ${MOST} executions`, limit, 20)
    .option('--all', 'also those that rules and people started to roll back or to let one go on')
    .option('--json', 'one JSON object a line, for programs')
    .addHelpText(
      'after',
      `
Ends with how many of the releases shown failed: were rolled back, or put out by a revert; and with the median time from
such a release's claim until production had every request again, confirmed. Refusals and reverts are no releases.

${examples('history', 'history --limit 100 --all', 'history --json | jq -r .outcome')}`,
    );
  run(command, history);
  return command;
};

interface Row {
  readonly execution: Execution;
  readonly closed: ClosedRollout | undefined;
}

async function history({ cloud, ports, say }: Context, options: HistoryOptions): Promise<Status> {
  const { all, json, limit: most } = options;
  const rows = await rowsOf(ports, most, ({ input }) => all === true || hasRollout(purposeOf(input)));
  if (json === true) rows.forEach((row) => say(JSON.stringify(fields(row))));
  else if (rows.length === 0) say('No release has run yet.');
  else for (const row of rows) [line(row, cloud.now()), ...letOnLines(row.closed)].forEach(say);
  const closed = rows.flatMap((row) => row.closed ?? []);
  if (json !== true) summaryLines(summaryOf(closed)).forEach(say);
  return Status.ok;
}

/** The last ones that are wanted: an execution's input tells what it was for, and no list of executions has it. */
async function rowsOf(
  { machine, records }: Pick<ServicePorts, 'machine' | 'records'>,
  most: number,
  wanted: (execution: Execution) => boolean,
): Promise<readonly Row[]> {
  const listed = await machine.list(MOST);
  const { last } = await records.read();
  const rows: Row[] = [];
  for (let i = 0; i < listed.length && rows.length < most; i += AT_ONCE) {
    const looked = listed.slice(i, i + AT_ONCE).map(async ({ arn }) => {
      const execution = await machine.describe(arn);
      if (execution === undefined || !wanted(execution)) return [];
      // The rollout that was closed last is in the record, until the next claim keeps it.
      const closed = (await records.history(arn)) ?? (last?.id === arn ? last : undefined);
      return [{ execution, closed }];
    });
    rows.push(...(await Promise.all(looked)).flat());
  }
  return rows.slice(0, most);
}

function fields({ closed, execution }: Row): object {
  const { arn, cause, error, input, startedAt, status, stoppedAt } = execution;
  return {
    execution: arn,
    input,
    status,
    started: startedAt.toISOString(),
    stopped: stoppedAt?.toISOString() ?? null,
    version: closed?.version ?? null,
    previousVersion: closed?.previousVersion ?? null,
    outcome: wordOf({ closed, execution }),
    reason: closed?.reason ?? cause ?? null,
    ...(closed !== undefined && { claimed: closed.claimedAt, closed: closed.closedAt }),
    ...(closed?.letOn !== undefined && { letOn: closed.letOn }),
    ...(error === undefined ? {} : { error }),
  };
}

function line(row: Row, now: Date): string {
  const { closed, execution } = row;
  const { arn, startedAt, stoppedAt } = execution;
  const seconds = Math.max(0, ((stoppedAt ?? now).getTime() - startedAt.getTime()) / 1000);
  const version =
    closed === undefined ? askedFor(execution.input) : `version ${closed.version} over ${closed.previousVersion}`;
  const words =
    execution.status === 'SUCCEEDED' || execution.status === 'RUNNING'
      ? ''
      : headline(outcomeOf(execution, '', closed).text, 100);
  return [
    startedAt.toISOString().slice(0, 16).replace('T', ' '),
    shortName(arn).padEnd(10),
    clockTime(seconds).padStart(8),
    wordOf(row).padEnd(13),
    version.padEnd(20),
    words,
  ]
    .join('  ')
    .trimEnd();
}

function wordOf({ closed, execution }: Row): string {
  if (execution.status === 'RUNNING') return 'running';
  const { word } = outcomeOf(execution, '', closed);
  return word === 'succeeded' ? (hasRollout(purposeOf(execution.input)) ? 'nothing to do' : 'done') : word;
}

/** Of an execution without a rollout of its own. */
function askedFor(input: unknown): string {
  const purpose = purposeOf(input);
  if (hasRollout(purpose)) return JSON.stringify(input);
  if (purpose === 'go on') return saidOf(input);
  return purpose === 'pause' ? purpose : `roll back: ${headline(whyAsked(input), 100)}`;
}

function limit(text: string): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > MOST) throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST}.`);
  return value;
}

/** A "go on" that says more is shown as it was said; nobody has proven who that was. */
function saidOf(input: unknown): string {
  const { goOn } = input as { readonly goOn?: unknown };
  return goOn === true ? 'go on' : `go on: ${headline(JSON.stringify(goOn), 100)}`;
}
