import { Command, InvalidArgumentError } from 'commander';
import { clockTime, count } from '../story/text.ts';
import { shortNames } from '../story/short-names.ts';
import { alarmsOf } from '../story/definition.ts';
import { outlineIn } from '../story/deployed.ts';
import type { Context } from '../context.ts';
import { CERTIFICATE_FILE } from '../certify/certificate.ts';
import { certifiedLines } from '../certify/certified-lines.ts';
import { deployedIn } from '../certify/proposals.ts';
import { UsageError } from '../errors.ts';
import { beforeLines } from '../plan/before.ts';
import { harmIn, harmJson, harmLines, type HarmWanted } from '../plan/harm-lines.ts';
import { hookLines } from '../plan/hook-lines.ts';
import { obstacles } from '../plan/obstacles.ts';
import { limitsIn, lookAround } from '../plan/present.ts';
import { priceOf } from '../plan/price.ts';
import { comparesMore, type Schedule, scheduleOf, type Stretch } from '../plan/schedule.ts';
import { placeOf } from '../services.ts';
import { Status } from '../status.ts';
import { REASONS } from '../../rollout/pause/reasons.ts';
import { Alias } from '../../statemachine/contract/names.ts';
import { NO_5XX_SEEN } from '../../statemachine/contract/answer-metrics.ts';
import type { MakeCommand } from './command.ts';
import { provisionedLines } from './provisioned-text.ts';

export const planCommand: MakeCommand = (run, examples) => {
  const command = new Command('plan')
    .description(
      'Says what a release would do now: versions, steps, waits, alarms, duration, price, and what would refuse it.',
    )
    .option('--harm <n>', 'instead: the plan under which a bad release costs about so many failed answers', answers)
    .option('--rps <n>', 'with --harm: requests a second, 0.01 to 1000000', rate)
    .option('--json', 'one JSON object, for programs')
    .addHelpText(
      'after',
      `\nReads only. Exits 0 also when something would refuse the ` +
        `release.\n\n${examples('plan', 'plan --json | jq .seconds', 'plan --harm 50 --rps 20')}`,
    );
  run(command, plan);
  return command;
};

interface PlanOptions extends Partial<HarmWanted> {
  readonly json?: boolean;
}

async function plan(context: Context, { harm, json, rps }: PlanOptions): Promise<Status> {
  const { host, ports, say, service } = context;
  const definition = await ports.machine.definition();
  if (harm !== undefined || rps !== undefined) {
    if (harm === undefined || rps === undefined) throw new UsageError('--harm and --rps: each needs the other');
    const told = harmIn(definition, { harm, rps });
    (json === true ? [JSON.stringify(harmJson(told))] : harmLines(told)).forEach(say);
    return Status.ok;
  }
  const names = alarmsOf(definition);
  const [aliases, present] = await Promise.all([ports.versions.aliases(), lookAround(context, undefined, true)]);
  const outline = outlineIn(definition);
  const schedule = scheduleOf(definition, outline);
  const price = priceOf(outline, { ...schedule, measured: limitsIn(definition).length > 0 });
  const production = aliases.find(({ name }) => name === Alias.production)?.versions[0] ?? '?';
  const refusals = obstacles(present).map(({ words }) => words);
  const { rolledBack = [], unseen } = present;
  const certified = certifiedLines(host.files.read(CERTIFICATE_FILE), placeOf(service), deployedIn(definition));
  if (json === true) {
    const { newestVersion: version } = service;
    const beside = {
      ...(certified.length > 0 && { certified }),
      ...(rolledBack.length > 0 && { rolledBackBefore: rolledBack }),
      ...(service.previewHeader !== undefined && { previewHeader: service.previewHeader }),
    };
    say(JSON.stringify({ version, production, ...schedule, ...price, obstacles: refusals, unseen, ...beside }));
    return Status.ok;
  }
  say(
    service.newestVersion === production
      ? `Version ${production}, the newest, is in production already: nothing to release.`
      : `Would release version ${service.newestVersion} over ${production}:`,
  );
  lines(schedule, names).forEach(say);
  provisionedLines(definition).forEach(say);
  hookLines(schedule.hooks).forEach(say);
  if (comparesMore(schedule)) say(`  compared with production: ${schedule.compared.join(', ')}`);
  if (schedule.answersFrom === 'none') say(`  ${NO_5XX_SEEN} (answersFrom: none)`);
  if (schedule.answersFrom === 'access-logs')
    say('  answers are counted up to five minutes late (answersFrom: access-logs), and each costs (docs/costs.md)');
  if (service.previewHeader !== undefined)
    say(`  a request with the header "${service.previewHeader}" reaches it from its claim on (docs/preview.md)`);
  say(
    `In all ${clockTime(schedule.seconds)} of waiting and a few seconds of work, ${price.transitions} state ` +
      `transitions, about ${price.dollars.toFixed(4)} USD (docs/costs.md).`,
  );
  say(
    `A bake with fewer than ${neededOf(schedule)}, or whose alarms cannot be read, goes on for up to ` +
      `${clockTime(schedule.extendSeconds)}. ${[...afterwards(schedule), ...pauses(schedule)].join(' ')}`,
  );
  certified.forEach(say);
  if (service.newestVersion !== production) beforeLines(service.newestVersion, rolledBack).forEach(say);
  under('Now it would be refused:', refusals).forEach(say);
  under('Not looked at, so that it may be refused for it:', unseen).forEach(say);
  return Status.ok;
}

function answers(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return Number(text);
}

function rate(text: string): number {
  const value = /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (value < 0.01 || value > 1_000_000) throw new InvalidArgumentError('It must be a number from 0.01 to 1000000.');
  return value;
}

/** A headline and its lines; nothing where there are none. */
const under = (headline: string, all: readonly string[]): readonly string[] =>
  all.length === 0 ? [] : ['', headline, ...all.map((each) => `  ${each}`)];

/** `19 requests`, or `19 requests (10 %), 100 (30 %), 1,000 (50 %, 100 %)` where weights differ. */
function neededOf({ stretches }: Schedule): string {
  const baking = stretches.filter(({ bakeSeconds, weight }) => bakeSeconds > 0 && weight > 0);
  const needed = [...new Set(baking.map(({ minRequests }) => minRequests))];
  const [first = 0, ...others] = needed;
  if (others.length === 0) return `${count(first)} requests`;
  return needed
    .map(
      (requests, i) =>
        `${count(requests)}${i === 0 ? ' requests' : ''} (${baking
          .filter(({ minRequests }) => minRequests === requests)
          .map(({ what }) => what)
          .join(', ')})`,
    )
    .join(', ');
}

function afterwards({ tooFewRequests }: Schedule): readonly string[] {
  if (tooFewRequests === 'hold') return [];
  return tooFewRequests === 'advance'
    ? ['Then few requests advance with a warning; anything else rolls back.']
    : ['Then it is rolled back.'];
}

/** What may pause it on its way. */
function pauses(schedule: Schedule): readonly string[] {
  return Object.values(REASONS).flatMap(
    ({ says, seconds }) => says.planned(schedule, clockTime(seconds(schedule))) ?? [],
  );
}

function lines({ stretches }: Schedule, names: readonly string[]): string[] {
  const rows = stretches.reduce<{ readonly at: number; readonly text: readonly string[] }>(
    ({ at, text }, stretch) => ({
      at: at + stretch.settleSeconds + stretch.bakeSeconds,
      text: [...text, `  +${clockTime(at)}  ${stretch.what.padEnd(10)} ${waits(stretch)}`],
    }),
    { at: 0, text: [] },
  );
  const watchedBy = (label: string, stretch: Stretch | undefined) =>
    `  ${label}: ${stretch?.alarms.map((name) => shortNames(name, names)).join(', ') ?? ''}`;
  return [
    ...rows.text,
    `  +${clockTime(rows.at)}  promoted`,
    watchedBy('alarms on the canary', stretches[0]),
    watchedBy('alarms on production', stretches.at(-1)),
  ];
}

function waits({ bakeSeconds, checkSeconds, settleSeconds, what }: Stretch): string {
  const settle = settleSeconds === 0 ? [] : [`settle ${clockTime(settleSeconds)}`];
  const bake =
    bakeSeconds === 0
      ? []
      : [
          `${what === 'watch' ? 'watch production' : 'bake'} ${clockTime(bakeSeconds)}, a check every ` +
            `${checkSeconds} s`,
        ];
  return [...settle, ...bake].join(', ');
}
