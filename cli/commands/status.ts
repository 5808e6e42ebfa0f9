import { Command } from 'commander';
import { shortenAlarms } from '../../rollout/alarms.ts';
import type { Pause } from '../../rollout/pause/pause.ts';
import { REASONS } from '../../rollout/pause/reasons.ts';
import { saidToBake, standingPause } from '../../rollout/pause/stored.ts';
import type { RolloutRecord } from '../../rollout/record/record.ts';
import { adoptionOf } from '../../rollout/listener/adoption.ts';
import { describeGroups } from '../../rollout/listener/groups.ts';
import { PREVIEW_ALIAS } from '../../statemachine/contract/names.ts';
import { shortName, type Context } from '../context.ts';
import { lookAt } from '../look.ts';
import type { AliasVersions } from '../prune/decide.ts';
import { Status } from '../status.ts';
import { headline } from '../story/text.ts';
import type { MakeCommand } from './command.ts';
import { provisionedText } from './provisioned-text.ts';

/** What a reason may take. */
const LONGEST_REASON = 160;

export const statusCommand: MakeCommand = (run, examples) => {
  const command = new Command('status')
    .description(
      'Says in a few lines where the service stands: weights, versions, the release that runs, alarms that are on.',
    )
    .option('--json', 'one JSON object, for programs')
    .addHelpText('after', `\n${examples('status', 'status --json | jq .weights.canary')}`);
  run(command, status);
  return command;
};

async function status(context: Context, { json }: { readonly json?: boolean }): Promise<Status> {
  const { say, service } = context;
  const { alarms, aliases, definition, record, weights, ...seen } = await lookAt(context);
  const on = seen.on.map(({ name, reason, since }) => ({ name, reason, since: since.toISOString() }));
  if (json === true) {
    say(
      JSON.stringify({
        service: service.name,
        stack: service.stack,
        newestVersion: service.newestVersion,
        ...(service.previewHeader !== undefined && { previewHeader: service.previewHeader }),
        weights: weights ?? null,
        aliases: byName(aliases),
        rollout: record.rollout ?? null,
        last: record.last ?? null,
        ...(record.provisioned && { provisioned: record.provisioned }),
        ...(service.adoptsListener && { adopted: record.adopted ?? null }),
        alarmsOn: on,
      }),
    );
    return Status.ok;
  }
  say(`${service.name} (stack ${service.stack})`);
  say(
    '  weights    ' +
      (weights === undefined
        ? 'the listener does not split over the two target groups; doctor says more'
        : `production ${weights.production} %, canary ${weights.canary} %`),
  );
  if (service.adoptsListener === true) say(`  listener   ${listenerText(record, service.listenerId)}`);
  say(
    `  versions   ${aliases.map(({ name, versions }) => `${name} ${versions.join(' and ')}`).join(', ')}; ` +
      `newest ${service.newestVersion}`,
  );
  if (service.previewHeader !== undefined)
    say(`  preview    ${previewText(service.previewHeader, aliases)} (docs/preview.md)`);
  const warm = provisionedText(record, definition, service.functionName);
  if (warm !== undefined) say(`  warm       ${warm}`);
  say(`  release    ${releaseText(record)}`);
  if (record.last !== undefined) say(`  last       ${lastText(record.last)}`);
  say(`  alarms     ${on.length === 0 ? `none of ${alarms.length} is on` : `${on.length} of ${alarms.length} on`}`);
  for (const { name, reason } of on) say(`             ${name}: ${headline(shortenAlarms(reason), LONGEST_REASON)}`);
  return Status.ok;
}

function listenerText(record: RolloutRecord, listenerId: string): string {
  const adopted = adoptionOf(record, listenerId);
  if (adopted === undefined) return `${listenerId} is not adopted: nothing is released, and nothing of it written`;
  const foreign =
    adopted.foreignSince === undefined ? '' : `; its default action is not ours since ${adopted.foreignSince}`;
  return `${listenerId} adopted at ${adopted.at}; before, it forwarded to ${describeGroups(adopted.before)}${foreign}`;
}

function byName(aliases: readonly AliasVersions[]): Readonly<Record<string, string>> {
  return Object.fromEntries(aliases.map(({ name, versions }) => [name, versions.join(',')]));
}

function previewText(header: string, aliases: readonly AliasVersions[]): string {
  const versions = aliases.find(({ name }) => name === PREVIEW_ALIAS)?.versions ?? [];
  const reached = versions.length === 0 ? 'nobody: the alias is gone' : `version ${versions.join(' and ')}`;
  return `a request with the header "${header}" reaches ${reached}`;
}

function releaseText({ rollout }: RolloutRecord): string {
  if (rollout === undefined) return 'none runs';
  const { claimedAt, confirmedWeight, id, phase, previousVersion, reason, version } = rollout;
  const said = phase === 'advancing' ? saidToBake(rollout) : undefined;
  const paused = said === undefined ? pauseText(standingPause(rollout)) : `, ${said}`;
  return (
    `version ${version} over ${previousVersion}, ${phase} at ${confirmedWeight} %${paused}, since ${claimedAt} ` +
    `(${shortName(id)})${reason === undefined ? '' : `: ${headline(shortenAlarms(reason), LONGEST_REASON)}`}`
  );
}

function pauseText(pause: Pause | undefined): string {
  if (pause === undefined) return '';
  const { found } = pause;
  const short = { ...pause, ...(found !== undefined && { found: headline(found, LONGEST_REASON) }) };
  return `, ${REASONS[pause.why].says.status(short)}`;
}

const TASKS = { adopt: 'adopted', 'give back': 'given back' } as const;

function lastText({
  closedAt,
  kind,
  listener,
  outcome,
  previousVersion,
  reason,
  version,
}: NonNullable<RolloutRecord['last']>): string {
  if (listener !== undefined)
    return `the listener was ${outcome === 'promoted' ? '' : 'not '}${TASKS[listener]} at ${closedAt}`;
  const what =
    kind === 'revert' && outcome === 'promoted'
      ? `reverted to version ${version} from ${previousVersion}`
      : `version ${version} over ${previousVersion} ${outcome}`;
  return `${what} at ${closedAt}${reason === undefined ? '' : `: ${headline(shortenAlarms(reason), LONGEST_REASON)}`}`;
}
