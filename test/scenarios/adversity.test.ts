import { beforeAll, describe, expect, it } from 'vitest';
import { StateName } from '../../statemachine/contract/names.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from '../../verify/simulation/alarm-names.ts';
import type { SimulationOptions } from '../../verify/simulation/options.ts';
import { Simulation } from '../../verify/simulation/simulation.ts';
import { announcedKinds } from './expect-ending.ts';
import { definitionOf } from '../../verify/definition.ts';

let definition: string;
beforeAll(() => {
  definition = JSON.stringify(definitionOf());
});

const simulate = (options: Partial<SimulationOptions> = {}) => new Simulation({ definition, ...options });

/** Brings a release of version 7 to a state. */
async function releasing(state: string, options: Partial<SimulationOptions> = {}) {
  const simulation = simulate(options);
  const execution = await simulation.start({ version: '7' });
  await simulation.reach(execution, state);
  return { simulation, execution };
}

/** Fails the named calls of every actor but the watchdog while `on()` says so. */
function breakCalls(
  simulation: Simulation,
  names: readonly string[],
  on: () => boolean,
  error = 'ThrottlingException',
): void {
  simulation.world.hook = ({ actor, name, moment }) => {
    if (moment === 'before' && actor !== 'watchdog' && names.includes(name) && on())
      throw Object.assign(new Error('it did not work'), { name: error });
  };
}

/** Fails a call from the next time that it is made, for so long. */
function breakNext(simulation: Simulation, name: string, seconds: number, error: string): void {
  let until: number | undefined;
  const on = () => simulation.clock.now() < (until ??= simulation.clock.now() + seconds * 1000);
  breakCalls(simulation, [name], on, error);
}

describe('a request to roll back that cannot be read', () => {
  it.each([{ rollback: { reasn: 'x' } }, { rollback: 'now' }, { rollback: { reason: '' } }])(
    'ends red for %j, says what was expected, and disturbs nothing',
    async (input) => {
      const { simulation, execution } = await releasing(StateName.bake(50));
      const request = await simulation.finish(await simulation.start(input));

      expect(request).toMatchObject({
        status: 'FAILED',
        error: 'InvalidInput',
        position: { state: StateName.notUnderstood },
      });
      expect(request.cause).toContain('{"rollback":{"reason":"…"}}');
      expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
    },
  );
});

it(
  'a rollback outlasts forty minutes in which AWS throttles everybody, and gives traffic back within a minute ' +
    'and a round of the watchdog after them',
  async () => {
    const { simulation, execution } = await releasing(StateName.bake(50));
    const until = simulation.clock.now() + 40 * 60_000;
    simulation.world.hook = ({ name, moment }) => {
      if (moment === 'before' && /^(records|listener)\./.test(name) && simulation.clock.now() < until)
        throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    };
    simulation.alarm(CANARY_ALARM);
    await simulation.clock.runWhile(() => simulation.world.split !== '100/0', until + 3_600_000);

    expect((simulation.clock.now() - until) / 1000).toBeLessThanOrEqual(120);
    await simulation.finish(execution);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  },
);

describe('a roll-back function that is broken', () => {
  it('does not keep users on the canary: the execution gives up within minutes, the watchdog takes over', async () => {
    const { simulation, execution } = await releasing(StateName.bake(50));
    breakCalls(simulation, ['listener.write'], () => true, 'AccessDeniedException');
    const asked = simulation.clock.now();
    simulation.alarm(CANARY_ALARM);
    await simulation.clock.runWhile(() => simulation.world.split !== '100/0', asked + 3_600_000);

    expect((simulation.clock.now() - asked) / 1000).toBeLessThanOrEqual(120);
    await simulation.finish(execution);
    expect(execution.status).toBe('FAILED');
  });

  it('and that cannot even revoke the claim is replaced by the watchdog once its execution has given up', async () => {
    const { simulation, execution } = await releasing(StateName.bake(50));
    const alarmAt = simulation.clock.now();
    breakCalls(simulation, ['records.compareAndSet'], () => true, 'AccessDeniedException');
    simulation.world.setAlarm(CANARY_ALARM, 'ALARM');
    await simulation.clock.runWhile(() => simulation.world.split !== '100/0', alarmAt + 3_600_000);

    // One check, 303 s of retries at the longest, two rounds of the watchdog.
    expect((simulation.clock.now() - alarmAt) / 1000).toBeLessThanOrEqual(60 + 303 + 120);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'RollbackFailed' });
  });
});

describe.each(['alarms.read', 'versions.readAlias', 'minutes.read', 'records.read', 'listener.read'])('%s', (name) => {
  it('that fails twice is retried and rolls nothing back', async () => {
    const { simulation, execution } = await releasing(StateName.bake(50));
    let left = 2;
    breakCalls(simulation, [name], () => left-- > 0, 'InternalServerException');

    expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
    expect(left).toBeLessThan(0);
  });

  it('that is throttled for two minutes delays the release and rolls nothing back', async () => {
    const { simulation, execution } = await releasing(StateName.bake(50));
    const until = simulation.clock.now() + 120_000;
    breakCalls(simulation, [name], () => simulation.clock.now() < until);

    expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
    expect(simulation.failures).toContain('ThrottlingException');
  });
});

describe.each([
  ['versions.pointAlias', 'ResourceConflictException', StateName.bake(100)],
  ['listener.write', 'ConflictException', StateName.bake(50)],
])('%s in conflict with somebody else (%s)', (name, error, state) => {
  it('for half a minute delays the release, which goes on', async () => {
    const { simulation, execution } = await releasing(state);
    breakNext(simulation, name, 30, error);

    expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
    expect(simulation.failures).toContain(error);
  });
});

describe.each(['CodeArtifactUserPendingException', 'ResourceNotReadyException', 'SnapStartNotReadyException'])(
  'a version that is not ready yet (%s)',
  (error) => {
    it('is waited for, three minutes before users meet it and three before production gets them back', async () => {
      const simulation = simulate();
      breakNext(simulation, 'invoker.invoke', 180, error);
      const execution = await simulation.start({ version: '7' });
      await simulation.reach(execution, StateName.bake(100));
      breakNext(simulation, 'invoker.invoke', 180, error);

      expect((await simulation.finish(execution)).status).toBe('SUCCEEDED');
      expect(simulation.failures.filter((each) => each === error).length).toBeGreaterThan(20);
    });

    it('and never becomes so is rolled back before any user meets it', async () => {
      const simulation = simulate();
      breakCalls(simulation, ['invoker.invoke'], () => true, error);
      const execution = await simulation.finish(await simulation.start({ version: '7' }));

      expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
      expect(execution.cause).toContain(error);
      expect(simulation.world.state).toMatchObject({ split: '100/0', aliases: { production: '1' } });
    });
  },
);

it('a check that waits for a quota delays no rollback: the alarm brings the traffic back at once', async () => {
  const { simulation } = await releasing(StateName.bake(50));
  breakCalls(simulation, ['alarms.read'], () => true);
  await simulation.pass(120);
  simulation.alarm(CANARY_ALARM);
  await simulation.pass(1);

  expect(simulation.world.split).toBe('100/0');
});

it('a message about one rollout that is delivered again does not hit the next', async () => {
  const { simulation, execution } = await releasing(StateName.bake(10), { versions: { 7: 'healthy', 8: 'healthy' } });
  const published = new Date(simulation.clock.now());
  await simulation.message('{"reason":"wrong prices in 7"}');
  await simulation.finish(execution);
  const next = await simulation.start({ version: '8' });
  await simulation.reach(next, StateName.bake(10));
  await simulation.message('{"reason":"wrong prices in 7"}', published);

  expect((await simulation.finish(next)).status).toBe('SUCCEEDED');
});

it('when the version before is gone, traffic stays on production, nobody hears that the new one is out', async () => {
  const { simulation, execution } = await releasing(StateName.watch);
  simulation.world.versions.delete('1');
  simulation.alarm(PRODUCTION_ALARM);
  await simulation.finish(execution);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'CannotRestoreProduction' });
  expect(execution.cause).toContain('production still runs it because version 1 no longer exists');
  expect(simulation.world.state).toMatchObject({ split: '100/0', aliases: { production: '7' } });
  expect(announcedKinds(simulation)).toEqual(['started', 'rollback failed', 'rolled back']);
});

describe('an input that asks for a rollback and is nearly as long as one may be', () => {
  const KIB_256 = 256 * 1024;
  const long = (input: (filling: string) => object) =>
    input('x'.repeat(KIB_256 - JSON.stringify(input('')).length - 1));

  it.each<[string, (filling: string, execution: string) => object]>([
    ['a person', (filling) => ({ rollback: { reason: `prices are wrong ${filling}` } })],
    [
      'the event of an alarm',
      (filling) => ({
        rollback: {
          event: {
            source: 'aws.cloudwatch',
            detail: {
              alarmName: CANARY_ALARM,
              state: { value: 'ALARM', reason: 'it is high', timestamp: '2030-01-01T00:00:00.000+0000' },
              configuration: filling,
            },
          },
        },
      }),
    ],
    [
      'the event of the execution, which died',
      (filling, executionArn) => ({
        rollback: { event: { source: 'aws.states', detail: { executionArn, status: 'ABORTED', input: filling } } },
      }),
    ],
  ])('of %s is carried out', async (_, input) => {
    const { simulation, execution } = await releasing(StateName.bake(30));
    const asked = await simulation.start(long((filling) => input(filling, execution.arn)));
    await simulation.finish(asked);

    expect(asked).toMatchObject({ status: 'SUCCEEDED', position: { state: StateName.rolledBackAsAsked } });
    expect(simulation.world.split).toBe('100/0');
  });

  it('and says nothing that can be read is refused by name', async () => {
    const { simulation } = await releasing(StateName.bake(30));
    const asked = await simulation.finish(await simulation.start(long((reasn) => ({ rollback: { reasn } }))));
    expect(asked).toMatchObject({ status: 'FAILED', error: 'InvalidInput' });
  });
});

it('a reason of any length is cut where it is first kept, and the rollback ends as every other', async () => {
  const { simulation, execution } = await releasing(StateName.bake(30));
  await simulation.message(JSON.stringify({ reason: 'x'.repeat(200_000) }));
  await simulation.finish(execution);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
  expect(simulation.world.record.last?.reason).toHaveLength(1000);
});

it('a production alias at $LATEST is refused, for nothing could come back to it', async () => {
  const simulation = simulate();
  simulation.world.aliases.set('production', { version: '$LATEST', revisionId: 'by-hand' });
  const execution = await simulation.finish(await simulation.start({ version: '7' }));

  expect(execution).toMatchObject({ status: 'FAILED', error: 'VersionNotFound' });
  expect(simulation.world.written).toEqual([]);
});
