import { expect } from 'vitest';
import type { Execution } from 'local-aws/states';
import { StateName } from '../../statemachine/contract/names.ts';
import type { ClosedRollout } from '../../rollout/record/record.ts';
import type { ReleaseEvent } from '../../rollout/release-event.ts';
import type { Simulation } from '../../verify/simulation/simulation.ts';

/** Everything a scenario says about how it ends. */
export interface Ending {
  readonly execution: Execution;
  readonly status: Execution['status'];
  /** The state in which the execution ended. */
  readonly state: string;
  /** Of a failed execution. */
  readonly error?: string | undefined;
  /** Words of a failed execution's cause. */
  readonly cause?: string;
  /** Versions of production, canary and previous. */
  readonly aliases: readonly [production: string, canary: string, previous: string];
  /** The rollout that the record closed last; undefined when none ever was. */
  readonly last: Partial<ClosedRollout> | undefined;
  /** Kinds of the announcements but the shifts, in order, each event once. */
  readonly announced: readonly ReleaseEvent['kind'][];
}

/** How a release of version 7 over 1 ends that was rolled back. */
export const ROLLED_BACK = {
  status: 'FAILED',
  state: StateName.rolledBack,
  error: 'CanaryRolledBack',
  aliases: ['1', '7', '1'],
  last: { outcome: 'rolled back', version: '7' },
  announced: ['started', 'rolled back'],
} as const;

/** The same, after it was held. */
export const HELD_AND_ROLLED_BACK = { ...ROLLED_BACK, announced: ['started', 'held', 'rolled back'] } as const;

/** How a release of version 7 over 1 ends that was promoted after it was held. */
export const HELD_AND_PROMOTED = {
  status: 'SUCCEEDED',
  state: StateName.promoted,
  aliases: ['7', '7', '1'],
  last: { outcome: 'promoted', version: '7' },
  announced: ['started', 'held', 'promoted'],
} as const;

/**
 * Every ending in one place: the execution's status, error, final state and a cause that a person can read; every
 * request on production and nobody holding the claim; the aliases, the record and what was announced.
 */
export function expectEnding(simulation: Simulation, ending: Ending): void {
  const { execution } = ending;
  const { split, record, aliases } = simulation.world.state;
  expect({
    status: execution.status,
    state: execution.position.state,
    error: execution.error,
    split,
    rollout: record.rollout,
    aliases: [aliases.production, aliases.canary, aliases.previous],
    announced: announcedKinds(simulation),
  }).toEqual({
    status: ending.status,
    state: ending.state,
    error: ending.error,
    split: '100/0',
    rollout: undefined,
    aliases: ending.aliases,
    announced: ending.announced,
  });
  expect(record.last).toEqual(ending.last === undefined ? undefined : expect.objectContaining(ending.last));
  if (execution.status === 'FAILED') expectReadable(execution.cause ?? '', ending.cause);
}

/** A sentence: no JSON of a failed function, no stack, no length that a console cuts. */
function expectReadable(cause: string, words: string | undefined): void {
  expect(cause).toMatch(/^[\w-]+ \w+/);
  expect(cause).not.toMatch(/errorType|errorMessage|\bat \w+ \(/);
  expect(cause.length).toBeLessThan(1200);
  if (words !== undefined) expect(cause).toContain(words);
}

/** Without the shifts, which `test/scenarios/release-events.test.ts` looks at. */
export function announcedKinds(simulation: Simulation): readonly ReleaseEvent['kind'][] {
  return [...new Map(simulation.world.announcements.map((event) => [event.eventId, event.kind])).values()].filter(
    (kind) => kind !== 'shifted',
  );
}
