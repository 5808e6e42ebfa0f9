import { seededRandom, type Random } from 'local-aws/clock';
import type { Behaviour } from './behaviour.ts';
import { definitionFor } from './definitions.ts';
import { executionArn } from './disturb.ts';
import type { Fate, Surroundings } from './lambdas.ts';
import type { Delivery } from './rules.ts';
import { Simulation } from './simulation.ts';

/** What is left of a world after many rollouts. */
export interface Soaked {
  readonly rollouts: number;
  readonly promoted: number;
  readonly rolledBack: number;
  readonly refused: number;
  /** Rollouts after which the service was not at rest. */
  readonly unrest: readonly string[];
  /** Bytes of the record as JSON, the most there ever were. */
  readonly recordBytes: number;
  readonly historyItems: number;
  /** Bytes of the largest item of the history. */
  readonly historyItemBytes: number;
  readonly faults: number;
}

const BEHAVIOURS: readonly Behaviour[] = [
  'healthy',
  'healthy',
  'healthy',
  'fails smoke test',
  'fails users',
  'fails under load',
  'fails in production',
];

const LATEST_DISTURBANCE_SECONDS = 400;

/** Ended executions that the interpreter remembers: fewer than there are rollouts, as AWS forgets them too. */
const KEEP_ENDED = 50;

/**
 * One world, one rollout after the other, with faults at random: about one call in a hundred, one event in five, one
 * rollout in three.
 */
export async function soak(rollouts: number, seed: number, each: (done: number) => void = () => {}): Promise<Soaked> {
  const random = seededRandom(seed);
  const versions = Object.fromEntries(
    Array.from({ length: rollouts }, (_, i) => [
      String(i + 2),
      BEHAVIOURS[random.int(0, BEHAVIOURS.length - 1)] ?? 'healthy',
    ]),
  );
  const chance = new Chance(random);
  const simulation = new Simulation({
    definition: definitionFor('short'),
    seed,
    versions,
    alarmsRecover: true,
    keepEnded: KEEP_ENDED,
    surroundings: chance,
    deliver: () => chance.delivery(),
    notify: () => chance.delivery(),
  });
  const unrest: string[] = [];
  let recordBytes = 0;
  for (let i = 0; i < rollouts; i++) {
    const name = `release-${i}`;
    await simulation.start({ version: String(i + 2) }, name);
    disturb(simulation, random, name);
    await simulation.pass(LATEST_DISTURBANCE_SECONDS);
    await simulation.clock.runWhile(
      () => simulation.running > 0 || simulation.outstanding > 0,
      simulation.clock.now() + 48 * 3600_000,
    );
    await simulation.pass(300);
    const { record, split } = simulation.world;
    recordBytes = Math.max(recordBytes, bytes(record));
    if (record.rollout !== undefined || split !== '100/0')
      unrest.push(`${name}: ${split} ${JSON.stringify(record.rollout)}`);
    forget(simulation);
    each(i + 1);
  }
  const { history, record } = simulation.world;
  const closed = [...history.values(), ...(record.last && !history.has(record.last.id) ? [record.last] : [])].filter(
    ({ id }) => /release-\d+$/.test(id),
  );
  return {
    rollouts,
    promoted: closed.filter(({ outcome }) => outcome === 'promoted').length,
    rolledBack: closed.filter(({ outcome }) => outcome === 'rolled back').length,
    refused: rollouts - closed.length,
    unrest,
    recordBytes,
    historyItems: history.size,
    historyItemBytes: Math.max(...[...history.values()].map(bytes)),
    faults: chance.faults,
  };
}

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function disturb(simulation: Simulation, random: Random, name: string): void {
  const after = random.int(1, LATEST_DISTURBANCE_SECONDS - 1) * 1000;
  const what = random.int(0, 11);
  if (what === 0) simulation.clock.schedule(after, () => void simulation.machines.stopExecution(executionArn(name)));
  if (what === 1)
    simulation.clock.schedule(after, () => simulation.publish(JSON.stringify({ reason: 'prices are wrong' })));
  if (what === 2)
    simulation.clock.schedule(after, () => simulation.world.writeWeights('person', { production: 60, canary: 40 }));
  if (what === 3) simulation.clock.schedule(after, () => void simulation.start({ version: '2' }, `${name}-second`));
}

/** What only the search keeps; whatever grows besides grows in what is searched. */
function forget({ trace, world, log, failures }: Simulation): void {
  for (const list of [
    trace.entries,
    world.written,
    world.announcements,
    world.metered,
    log.lines,
    failures,
  ] as unknown[][])
    list.length = 0;
}

class Chance implements Surroundings {
  faults = 0;
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  turn(): undefined {
    return undefined;
  }

  fate(): Fate {
    const n = this.random.int(0, 399);
    if (n > 3) return { kind: 'passes' };
    this.faults++;
    if (n === 0) return { kind: 'fails', error: 'ThrottlingException' };
    if (n === 1) return { kind: 'answer lost', error: 'TimeoutError' };
    return { kind: 'dies', when: n === 2 ? 'before' : 'after' };
  }

  delivery(): Delivery {
    const n = this.random.int(0, 9);
    if (n > 1) return 'deliver';
    this.faults++;
    return n === 0 ? 'drop' : [150, this.random.int(1, 600) * 1000];
  }
}
