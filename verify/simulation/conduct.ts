import type { Scheduler } from 'fast-check';
import { NEXT, RELEASE, type Case, type Fates } from './case.ts';
import { definitionFor, PROVISIONED_CONCURRENCY } from './definitions.ts';
import { Disturber } from './disturb.ts';
import { ENTRIES } from '../handlers.ts';
import { haveHooks } from './hook-actor.ts';
import type { Plant } from '../plants/plant.ts';
import { OTHERS } from './others-listener.ts';
import { haveAdopted } from './others.ts';
import { haveProvisioned } from './provisioned.ts';
import type { PortCall } from './lambdas.ts';
import type { Delivery } from './rules.ts';
import type { SimulationOptions } from './options.ts';
import { Simulation } from './simulation.ts';

/** What one case led to. */
export interface Run {
  readonly one: Case;
  readonly simulation: Simulation;
  /** Simulated milliseconds at which it began. */
  readonly start: number;
}

export interface ConductOptions {
  readonly seed: number;
  readonly scheduler?: Scheduler;
  readonly plant?: Plant;
  /** What is other than believed about everything around the service. */
  readonly setting?: Setting;
  /** Told of every call. */
  readonly onCall?: (call: PortCall) => void;
}

/** Another world around the same functions and machine. */
export interface Setting {
  readonly change: (options: SimulationOptions) => SimulationOptions;
  /** Called once, before anything runs. */
  readonly prepare: (simulation: Simulation) => void;
}

/** No story has a tenth of it: by then executions start each other. */
export const MOST_EXECUTIONS = 100;

const DAY_MS = 24 * 3600 * 1000;

/** Long enough for two rounds of the watchdog and one to look. */
const AFTERWARDS_SECONDS = 300;

/**
 * Plays a case from its first call until nothing goes on any more. Everything in it follows from the case and the seed.
 */
export async function conduct(
  one: Case,
  { seed, scheduler, plant = {}, setting, onCall }: ConductOptions,
): Promise<Run> {
  const edit = plant.definition ?? ((text: string) => text);
  const disturber = new Disturber(one, scheduler && ((label) => scheduler.schedule(Promise.resolve(), label)));
  const options: SimulationOptions = {
    definition: edit(definitionFor(one.plan, one.timeoutSeconds)),
    seed,
    versions: one.versions,
    ...(one.preview && { preview: true }),
    ...(one.plan === 'others' && { listener: OTHERS }),
    ...(one.plan === 'provisioned' && { provisionedConcurrency: PROVISIONED_CONCURRENCY }),
    alarmsRecover: true,
    deliver: inTurn(one.events),
    notify: inTurn(one.messages),
    surroundings: onCall
      ? {
          fate: (call) => (onCall(call), disturber.fate(call)),
          turn: (call) => disturber.turn(call),
          starved: () => disturber.starved(),
        }
      : disturber,
    delays: { weightsMs: (one.dataPlaneSeconds ?? 0) * 1000, aliasesMs: (one.aliasSeconds ?? 0) * 1000 },
    ...(plant.functions && { functions: { ...ENTRIES, ...plant.functions } }),
    ...(plant.alsoAsks && { alsoAsks: plant.alsoAsks }),
    ...(plant.watchdog !== undefined && { watchdog: plant.watchdog }),
    ...(scheduler && { runsFirst: () => next(scheduler) }),
  };
  const simulation = new Simulation(setting ? setting.change(options) : options);
  setting?.prepare(simulation);
  if (one.released === 'twice') haveReleased(simulation, '7', '1');
  if (one.released) haveReleased(simulation, '8', one.released === 'twice' ? '7' : '1');
  if (one.adopted) haveAdopted(simulation);
  haveProvisioned(simulation, one.concurrency);
  haveHooks(simulation, one.hooks ?? {});
  const start = simulation.clock.now();
  disturber.attach(simulation);
  await simulation.start(one.input, RELEASE);
  if (one.timeoutSeconds !== undefined) simulation.update(edit(definitionFor(one.plan)));
  await untilQuiet(simulation, disturber);
  if (one.next) {
    await simulation.start({ version: '9' }, NEXT);
    await untilQuiet(simulation, disturber);
  }
  return { one, simulation, start };
}

/** As a release of this version would have left the service. */
function haveReleased({ world }: Simulation, version: string, previousVersion: string): void {
  const closed = {
    id: `before-${version}`,
    outcome: 'promoted',
    version,
    previousVersion,
    claimedAt: world.now().toISOString(),
    closedAt: world.now().toISOString(),
  } as const;
  const { last } = world.record;
  if (last !== undefined) world.history.set(last.id, last);
  world.moveAlias('before', 'canary', version);
  world.moveAlias('before', 'previous', previousVersion);
  world.moveAlias('before', 'production', version);
  world.record = { revision: world.record.revision + 1, last: closed, lastPromoted: version, newestTried: version };
}

/** Until no execution runs, nothing is to be delivered and everybody who repairs has looked. */
async function untilQuiet(simulation: Simulation, disturber: Disturber): Promise<void> {
  const busy = () =>
    simulation.started < MOST_EXECUTIONS && (simulation.running > 0 || simulation.outstanding > 0 || disturber.busy);
  const limit = simulation.clock.now() + 2 * DAY_MS;
  while (busy()) {
    if (!(await simulation.clock.runWhile(busy, limit))) throw new Error('something still goes on after two days');
    await simulation.pass(AFTERWARDS_SECONDS);
  }
}

/** Numbers the deliveries, from 1. */
function inTurn(fates: Fates = {}): () => Delivery {
  let n = 0;
  return () => fates[++n] ?? 'deliver';
}

async function next(scheduler: Scheduler): Promise<boolean> {
  if (scheduler.count() === 0) return false;
  await scheduler.waitOne();
  return true;
}
