import * as fc from 'fast-check';
import { StateName } from '../../statemachine/contract/names.ts';
import {
  aCase,
  RELEASE,
  type Act,
  type CallPlace,
  type Case,
  type Disturbance,
  type Fates,
  type Moment,
} from './case.ts';
import { CANARY_ALARM } from './alarm-names.ts';
import { PROMOTED } from './stories.ts';
import { survey } from './survey.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * Several faults at once, at any moments, with calls that take their time: what no list goes through. Smaller ones come
 * first when it fails.
 */
export async function anyCase(): Promise<fc.Arbitrary<Case>> {
  const { calls, states } = await survey(PROMOTED);
  const disturbance = anyDisturbance(
    calls.map(({ place }) => place),
    states.map(({ state }) => state).filter((state) => state !== StateName.entry),
  );
  const behaviour = fc.constantFrom<Behaviour>(
    'healthy',
    'fails users',
    'fails under load',
    'fails in production',
    'fails smoke test',
  );
  return fc
    .record({
      seven: behaviour,
      input: fc.constantFrom<unknown>(
        { version: '7' },
        {},
        { version: '7', holdAt: 10 },
        { onDeploy: true },
        { revert: true },
        { revert: { to: '1' } },
      ),
      released: fc.constantFrom<true | 'twice' | undefined>(undefined, true, 'twice'),
      disturbances: fc.array(disturbance, { maxLength: 4 }),
      events: fates,
      messages: fates,
      dataPlaneSeconds: fc.constantFrom(0, 0, 5, 60),
      latencies: fc.array(fc.constantFrom(0, 0, 5, 300, 1_000), { maxLength: 7 }),
    })
    .map(({ seven, released, latencies, ...more }) =>
      aCase('at random', {
        ...more,
        versions: { 7: seven, 8: 'healthy', 9: 'healthy' },
        safeWithinSeconds: NO_BOUND,
        ...(latencies.length > 0 && { latencies }),
        ...(released && { released }),
      }),
    );
}

/**
 * Four faults at once have no bound but that it comes to an end: each may take away what would have ended the one
 * before. A day, so that it can be printed.
 */
const NO_BOUND = 24 * 3600;

const delays = fc.constantFrom(0, 150, 1_000, 31_000, 62_000, 400_000);
const fates: fc.Arbitrary<Fates> = fc
  .dictionary(fc.constantFrom('1', '2', '3'), fc.array(delays, { maxLength: 2 }), { maxKeys: 2 })
  .map((fate) => ({ ...fate }));

function anyDisturbance(places: readonly CallPlace[], states: readonly string[]): fc.Arbitrary<Disturbance> {
  const atCall = fc.record({
    at: fc.constant('call' as const),
    place: fc.constantFrom(...places),
    moment: fc.constantFrom('before' as const, 'after' as const),
  });
  const atState = fc
    .record({ state: fc.constantFrom(...states), during: fc.boolean() })
    .map(({ state, during }): Moment => ({ at: 'state', execution: RELEASE, state, ...(during && { during }) }));
  const atSecond = fc.integer({ min: 1, max: 900 }).map((second): Moment => ({ at: 'second', second }));
  const slow = fc.constantFrom(1_000, 8_000, 15_000).map((ms): Act => ({ do: 'slow', ms }));
  return fc.oneof(
    fc.record({ when: atCall, act: slow }),
    fc.record({ when: fc.oneof(atState, atSecond, atCall), act: anyAct }),
    fc.record({
      when: atCall,
      act: fc
        .option(fc.constantFrom(500, 9_000, 28_000), { nil: undefined })
        .map((ms): Act => ({ do: 'kill', ...(ms !== undefined && { landsAfterMs: ms }) })),
    }),
  );
}

const refusedCalls = [
  'listener.read',
  'listener.write',
  'versions.readAlias',
  'versions.pointAlias',
  'alarms.read',
  'records.read',
  'records.compareAndSet',
  'announcer.publish',
  'executions.status',
  undefined,
] as const;

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc.constant<Act>({ do: 'abort', execution: RELEASE }),
  fc.constant<Act>({ do: 'alarm' }),
  fc.constant<Act>({ do: 'message' }),
  fc.constant<Act>({ do: 'watchdog' }),
  fc.constantFrom<Act>(
    { do: 'redrive', execution: RELEASE },
    { do: 'redrive', execution: 'second' },
    { do: 'abort', execution: 'rescue-1' },
  ),
  fc.constantFrom<Act>(
    { do: 'start', name: 'second', input: { version: '8' } },
    { do: 'start', name: 'person', input: { rollback: { reason: 'prices are wrong' } } },
    { do: 'start', name: 'go-on', input: { goOn: true } },
    { do: 'start', name: 'revert', input: { revert: true } },
    { do: 'start', name: 'revert-to', input: { revert: { to: '9' } } },
  ),
  fc.constantFrom<Act>(
    { do: 'deploy', plan: 'default' },
    { do: 'clock', seconds: 30 },
    { do: 'clock', seconds: -30 },
    { do: 'data plane', seconds: 120 },
  ),
  fc.constantFrom<Act>(
    { do: 'weights', canary: 40 },
    { do: 'weights', canary: 0 },
    { do: 'alias', alias: 'production', version: '8' },
    { do: 'alias', alias: 'canary', version: '8' },
  ),
  fc.constantFrom<Act>({ do: 'leave out', alarm: CANARY_ALARM, seconds: 100 }),
  fc.constantFrom<Act>({ do: 'starve', seconds: 20 }, { do: 'starve', seconds: 300 }),
  fc
    .record({
      call: fc.constantFrom(...refusedCalls),
      error: fc.constantFrom('ThrottlingException', 'conflict'),
      seconds: fc.constantFrom(5, 60, 400),
      effect: fc.boolean(),
    })
    .map(({ call, effect, ...rest }): Act => ({
      do: 'refuse',
      ...rest,
      ...(call !== undefined && { call }),
      ...(effect && { effect: true as const }),
    })),
);
