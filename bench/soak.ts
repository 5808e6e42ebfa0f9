import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { runMain } from '../local/cli/main.ts';
import { openStage, type Stage } from '../local/cli/stage.ts';
import { wallClock } from 'local-aws/clock';
import { outputOf, type OutputName } from '../statemachine/contract/outputs.ts';
import { type ApiCall, createClient } from './soak/calls.ts';
import { hostileCalls } from './soak/hostile.ts';
import { measureMemory } from './soak/memory.ts';

const CLIENTS = 3;
/** Of each client. */
const PAUSE_MS = 100;
/** Of whoever sends what once stopped the cloud. */
const HOSTILE_PAUSE_MS = 1_000;
/** Nobody else waits longer for an answer meanwhile. */
const LONGEST_MS = 1_000;
const RPS = 200;
const MINUTE_MS = 60_000;

/** What the clients got to know. */
interface Counts {
  calls: number;
  /** Milliseconds of the slowest of them since the last line, and of all. */
  slowest: number;
  slowestOfAll: number;
  hostile: number;
  releases: number;
  readonly errors: string[];
}

await runMain(async (signal) => {
  const command = new Command('npm run bench:soak --')
    .description(
      `Keeps the local cloud busy: ${RPS} requests a second of users, ${CLIENTS} SDK clients of every ` +
        'service, one who sends what once stopped the cloud, one release after the other. Prints each minute memory, ' +
        'the share of a core that this process takes, and the slowest API call.',
    )
    .option('--minutes <number>', 'how long, in minutes of your clock', positive, 10)
    .option(
      '--users-only',
      'without clients and releases: a local cloud that serves its users and is left alone',
      false,
    );
  const { minutes, usersOnly } = command.parse().opts<{ minutes: number; usersOnly: boolean }>();
  const outDir = mkdtempSync(join(tmpdir(), 'lattice-canary-soak-'));
  const stage = await openStage({
    first: '1.0.0',
    candidate: '2.0.0',
    speed: 60,
    rps: RPS,
    port: 0,
    outDir,
    signal,
    tell: () => undefined,
  });
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort(), { once: true });
  try {
    return (await soak(stage, minutes, usersOnly, stop)) ? 0 : 1;
  } finally {
    stop.abort();
    await stage.close();
    rmSync(outDir, { recursive: true, force: true });
  }
});

/** @returns whether no request was lost, no call failed, and none took longer than a second */
async function soak(stage: Stage, minutes: number, usersOnly: boolean, stop: AbortController): Promise<boolean> {
  const { cloud } = stage;
  const output = (name: OutputName) => outputOf(cloud.outputs, name);
  const counts: Counts = { calls: 0, slowest: 0, slowestOfAll: 0, hostile: 0, releases: 0, errors: [] };
  const clients = Array.from({ length: usersOnly ? 0 : CLIENTS }, () =>
    createClient({ endpoint: cloud.endpoint.url, region: cloud.place.region, output, now: () => cloud.clock.now() }),
  );
  const { errors } = counts;
  const called = (ms: number) => {
    counts.calls++;
    counts.slowest = Math.max(counts.slowest, ms);
    counts.slowestOfAll = Math.max(counts.slowestOfAll, ms);
  };
  const busy = clients.map(({ calls }, i) =>
    callOn({ calls, first: i * 7, pauseMs: PAUSE_MS, errors, called }, stop.signal),
  );
  if (!usersOnly) {
    const hostile = { calls: hostileCalls(cloud), first: 0, pauseMs: HOSTILE_PAUSE_MS };
    busy.push(callOn({ ...hostile, errors, called: () => void counts.hostile++ }, stop.signal));
    busy.push(releaseOn(stage, counts, stop.signal));
  }
  let spent = process.cpuUsage();
  let lookedAt = performance.now();
  print([
    'minute',
    'core %',
    'rss MB',
    'heap MB',
    'buffers MB',
    'functions MB',
    'processes',
    'requests',
    'lost',
    '5xx',
    'skipped',
    'API calls',
    'slowest ms',
    'hostile',
    'errors',
    'releases',
  ]);
  for (let minute = 0; minute <= minutes && !stop.signal.aborted; minute++) {
    if (minute > 0) await wallClock.sleep(MINUTE_MS, stop.signal).catch(() => undefined);
    const { rss, heap, external, functions, processes } = measureMemory();
    const { answered, unanswered, skipped } = stage.load.report();
    const { user, system } = process.cpuUsage(spent);
    const core = (user + system) / (10 * (performance.now() - lookedAt));
    [spent, lookedAt] = [process.cpuUsage(), performance.now()];
    print([
      minute,
      core,
      rss,
      heap,
      external,
      functions,
      processes,
      answered,
      unanswered,
      failuresOf(stage),
      skipped,
      counts.calls,
      counts.slowest,
      counts.hostile,
      counts.errors.length,
      counts.releases,
    ]);
    counts.slowest = 0;
  }
  stop.abort();
  await Promise.all(busy);
  clients.forEach((client) => client.destroy());
  for (const error of new Set(counts.errors)) process.stdout.write(`API error: ${error}\n`);
  const { unanswered, firstBreak } = stage.load.report();
  if (firstBreak !== undefined) process.stdout.write(`lost: ${firstBreak}\n`);
  return unanswered === 0 && failuresOf(stage) === 0 && errors.length === 0 && counts.slowestOfAll <= LONGEST_MS;
}

interface Caller {
  readonly calls: readonly ApiCall[];
  readonly first: number;
  readonly pauseMs: number;
  readonly errors: string[];
  readonly called: (ms: number) => void;
}

/** One call after the other, each caller from another place on. */
async function callOn({ calls, first, pauseMs, errors, called }: Caller, signal: AbortSignal): Promise<void> {
  for (let next = first; !signal.aborted; next++) {
    const begun = performance.now();
    await calls[next % calls.length]?.().catch((error: Error) => errors.push(`${error.name}: ${error.message}`));
    called(performance.now() - begun);
    await wallClock.sleep(pauseMs, signal).catch(() => undefined);
  }
}

/** Releases one version and then the other; every third release is aborted on its way. */
async function releaseOn({ operator, versions }: Stage, counts: Counts, signal: AbortSignal): Promise<void> {
  const failed = (error: Error) => void counts.errors.push(`release: ${error.name}: ${error.message}`);
  while (!signal.aborted) {
    const production = await operator.aliases().then((aliases) => aliases.production);
    const version = production === versions.first ? versions.candidate : versions.first;
    const executionArn = await operator.startExecution({ version }).catch(failed);
    if (typeof executionArn !== 'string') return;
    const wanted = counts.releases % 3 === 2 ? 'ABORTED' : 'SUCCEEDED';
    if (wanted === 'ABORTED') {
      await wallClock.sleep(10_000, signal).catch(() => undefined);
      await operator.stopExecution(executionArn).catch(failed);
    }
    while (!signal.aborted && (await operator.runningExecutions()) > 0)
      await wallClock.sleep(500, signal).catch(() => undefined);
    if (signal.aborted) return;
    const { status, error, cause } = await operator.describeExecution(executionArn);
    if (status !== wanted) failed(new Error(`${status} ${error ?? ''} ${cause ?? ''}`));
    counts.releases++;
    // The rule that rolls an aborted release back, or the watchdog, frees the service.
    while (!signal.aborted && (await operator.claim()) !== undefined)
      await wallClock.sleep(500, signal).catch(() => undefined);
  }
}

function failuresOf({ load }: Stage): number {
  return load.report().versions.reduce((sum, { failures }) => sum + failures, 0);
}

function print(cells: readonly (string | number)[]): void {
  const shown = cells.map((cell) =>
    (typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(1) : String(cell)).padStart(12),
  );
  process.stdout.write(`${shown.join(' ')}\n`);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
