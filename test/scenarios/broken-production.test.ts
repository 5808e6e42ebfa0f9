import { describe, expect, it } from 'vitest';
import { DEFAULT_PLAN } from '../../statemachine/contract/plan.ts';
import { StateName } from '../../statemachine/contract/names.ts';
import { announcedKinds, expectEnding } from './expect-ending.ts';
import { defaultDefinition, reaching, type Running } from '../../verify/simulation/scenario.ts';
import { CANARY_ALARM, PRODUCTION_ALARM } from '../../verify/simulation/alarm-names.ts';
import { definitionOf } from '../../verify/definition.ts';

const HOLD_SECONDS = 1800;
const standsBy = JSON.stringify(definitionOf({ ...DEFAULT_PLAN, brokenProductionHoldSeconds: HOLD_SECONDS }));

/** A release at 30 % whose next check cannot be run, while production's own alarm is on. */
async function broken(definition = standsBy): Promise<Running> {
  const running = await reaching(StateName.bake(30), { definition });
  const { simulation } = running;
  simulation.world.hook = ({ name, moment }) => {
    if (name === 'minutes.read' && moment === 'before') throw new Error('ServiceUnavailable');
  };
  simulation.alarm(PRODUCTION_ALARM);
  return running;
}

async function standingBy(definition?: string): Promise<Running> {
  const running = await broken(definition);
  await running.simulation.reach(running.execution, StateName.standBy);
  return running;
}

const ROLLED_BACK = { aliases: ['1', '7', '1'], last: { outcome: 'rolled back', version: '7' } } as const;
const endedBy = ({ simulation, execution }: Running, cause: string) =>
  expectEnding(simulation, {
    execution,
    status: 'FAILED',
    state: StateName.rolledBack,
    error: 'CanaryRolledBack',
    cause,
    ...ROLLED_BACK,
    announced: ['started', 'held', 'rolled back'],
  });

describe('a failed task while production is broken too', () => {
  it('holds the weights, says so once, and gives them back at the deadline', async () => {
    const running = await standingBy();
    const { simulation, execution } = running;
    await simulation.pass(HOLD_SECONDS - 120);
    expect(simulation.world.split).toBe('70/30');
    expect(simulation.world.record.rollout).toMatchObject({ phase: 'held', rescuer: execution.arn });
    expect(simulation.world.announcements.filter(({ kind }) => kind === 'held')).toHaveLength(1);
    expect(simulation.world.announcements.at(-1)?.message).toMatch(
      /production is broken too \(alarm production-errors is on since .*the weights stay \(production 70, canary 30\)/,
    );
    await simulation.finish(execution);
    endedBy(running, 'held while production was broken too, until: nobody ended the hold until');
  });

  it.each<[string, (running: Running) => unknown, string]>([
    ['a canary alarm', ({ simulation }) => simulation.alarm(CANARY_ALARM), 'until: alarm canary-errors is on since'],
    [
      "production's alarms going off",
      ({ simulation }) => simulation.quiet(),
      "until: production's alarms are off again",
    ],
    [
      'a canary alarm that loses its data',
      ({ simulation }) => simulation.world.setAlarm(CANARY_ALARM, 'INSUFFICIENT_DATA'),
      'until: alarm canary-errors has no data',
    ],
    [
      'a canary alarm that is deleted',
      ({ simulation }) => simulation.world.alarms.delete(CANARY_ALARM),
      'until: alarm canary-errors does not exist',
    ],
    ['a message on the rollback topic', ({ simulation }) => simulation.message('{"reason":"enough"}'), 'until: enough'],
    ['a person', ({ simulation }) => simulation.start({ rollback: { reason: 'enough' } }), 'until: enough'],
  ])('is ended by %s', async (_, end, cause) => {
    const running = await standingBy();
    await running.simulation.pass(300);
    await end(running);
    await running.simulation.pass(61);
    expect(running.simulation.world.split).toBe('100/0');
    await running.simulation.finish(running.execution);
    await running.simulation.pass(300);
    endedBy(running, cause);
  });

  it.each(['deliver', 'drop'] as const)('is ended by an abort, its event: %s', async (delivery) => {
    const running = await reaching(StateName.bake(30), {
      definition: standsBy,
      deliver: ({ detail }) => (detail.status === 'ABORTED' ? delivery : 'deliver'),
    });
    const { simulation, execution } = running;
    simulation.world.hook = ({ name, moment }) => {
      if (name === 'minutes.read' && moment === 'before') throw new Error('ServiceUnavailable');
    };
    simulation.alarm(PRODUCTION_ALARM);
    await simulation.reach(execution, StateName.standBy);
    simulation.machines.stopExecution(execution.arn);
    await simulation.pass(120);
    expect(simulation.world.split).toBe('100/0');
    await simulation.pass(300);
    expectEnding(simulation, {
      execution,
      status: 'ABORTED',
      state: StateName.standBy,
      ...ROLLED_BACK,
      announced: ['started', 'held', 'rolled back'],
    });
  });

  it('refuses the next release and says why', async () => {
    const { simulation } = await standingBy();
    const next = await simulation.finish(await simulation.start({ version: '8' }));
    expect(next).toMatchObject({ status: 'FAILED', error: 'RolloutInProgress' });
    expect(next.cause).toMatch(/version 7, held, since/);
    const goOn = await simulation.finish(await simulation.start({ goOn: true }));
    expect(goOn).toMatchObject({ status: 'FAILED', error: 'NothingHeld' });
    expect(goOn.cause).toMatch(/waits for production to recover, and only a rollback ends that/);
  });

  it('rolls back when the alarms cannot be read', async () => {
    const running = await broken();
    const { simulation, execution } = running;
    const failing = simulation.world.hook;
    simulation.world.hook = (call) => {
      if (call.name === 'alarms.read' && call.moment === 'before') throw new Error('Throttling');
      return failing(call);
    };
    await simulation.finish(execution);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
    expect(simulation.world.split).toBe('100/0');
  });

  it('rolls back at once where the plan does not hold, which is the default', async () => {
    const { simulation, execution } = await broken(defaultDefinition());
    await simulation.finish(execution);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'CanaryRolledBack' });
    expect(announcedKinds(simulation)).toEqual(['started', 'rolled back']);
  });
});

it('holds after a time-out of the execution too, in the execution that the rule started', async () => {
  const short = JSON.stringify({ ...(JSON.parse(standsBy) as object), TimeoutSeconds: 700 });
  const { simulation, execution } = await reaching(StateName.bake(30), { definition: short });
  simulation.update(standsBy);
  simulation.alarm(PRODUCTION_ALARM);
  await simulation.finish(execution);
  await simulation.pass(600);
  expect(execution.status).toBe('TIMED_OUT');
  expect(simulation.world.split).toBe('70/30');
  expect(simulation.world.record.rollout?.phase).toBe('held');
  simulation.quiet();
  await simulation.pass(400);
  expectEnding(simulation, {
    execution,
    status: 'TIMED_OUT',
    state: StateName.bake(30),
    ...ROLLED_BACK,
    announced: ['started', 'held', 'rolled back'],
  });
});

it('never holds for a verdict of its own: an unhealthy canary goes, whatever production does', async () => {
  const { simulation, execution } = await reaching(StateName.bake(30), { definition: standsBy });
  simulation.alarm(PRODUCTION_ALARM);
  simulation.alarm(CANARY_ALARM);
  await simulation.finish(execution);
  expect(announcedKinds(simulation)).toEqual(['started', 'rolled back']);
});
